import { expect, test } from '../fixtures/sheetTest.ts'

test('Ctrl+K finds a row by words of several cells, goes to it by keys alone, and remembers the words', async ({
  sheet,
}) => {
  const { page } = sheet
  await page.goto('/dashboard')
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Search', exact: true })
  await expect(box).toBeFocused()
  await box.fill('zzzz nowhere')
  await expect(page.getByText('Nothing that you may read has all of these words.')).toBeVisible()
  await box.fill('diesel stoke yard')
  const option = page.getByRole('group', { name: 'Rows' }).getByRole('option').first()
  await expect(option).toContainText('Stoke-on-Trent · ST-V2')
  await expect(option).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/sheets\/[^/]+\/[^/]+\?row=/)
  await expect(page.getByTestId('fx-bar')).toContainText('ST-V2')

  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'diesel stoke yard' }).click()
  await expect(box).toHaveValue('diesel stoke yard')
  await expect(option).toContainText('ST-V2')
  await page.keyboard.press('Escape')
  await expect(box).toBeHidden()
})
