import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('a cycle is thought otherwise, kept under a name, opened again, and stays as it is', async ({ signedIn }) => {
  const page = await signedIn('admin')
  await page.goto('/cycles')
  await page.getByRole('link', { name: 'What if …' }).click()
  const result = page.getByRole('table', { name: 'What it would come to' })
  const total = result.locator('tbody tr', { hasText: 'Total' })
  await expect(page.getByText('Nothing changes.')).toBeVisible()
  const before = (await total.locator('td').nth(1).textContent())!

  await page.getByLabel('GWP set').selectOption('AR4')
  const tables = page.getByRole('table', { name: 'Tables that change' })
  await expect(tables.locator('tr', { hasText: 'Refrigerant' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Replace a factor' }).click()
  await page.getByRole('button', { name: 'Choose …' }).click()
  const dialog = page.getByRole('dialog', { name: /^Instead of/ })
  await expect(dialog.getByRole('listitem').first()).toBeVisible()
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('listitem').first().getByRole('button').click()
  await page.getByRole('button', { name: 'Change amounts' }).click()
  await page.getByLabel('Change, %').fill('less')
  await expect(page.getByText('Write a percentage of −100 or more.')).toBeVisible()
  await page.getByLabel('Change, %').fill('-50')
  await expect(total.locator('td').nth(2)).not.toHaveText(before)
  await expect(page.locator('.whatif-old')).toHaveCount(0)
  const thought = (await total.locator('td').nth(2).textContent())!
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Keep …' }).click()
  const keep = page.getByRole('dialog', { name: 'Keep this what-if' })
  await keep.getByRole('button', { name: 'Save' }).click()
  await expect(keep.getByText('Give it a name.')).toBeVisible()
  await keep.getByLabel('Name').fill('Half of it')
  await keep.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status').getByText('Half of it is kept.')).toBeVisible()
  await page.getByRole('button', { name: 'Start over' }).click()
  await expect(total.locator('td').nth(2)).toHaveText(before)

  const viewer = await signedIn('viewer')
  await viewer.goto('/what-if')
  await viewer.getByRole('button', { name: 'Open Half of it' }).click()
  await expect(
    viewer.getByRole('table', { name: 'What it would come to' }).locator('tbody tr', { hasText: 'Total' }),
  ).toContainText(thought)
  await expect(viewer.getByRole('button', { name: 'Delete Half of it' })).toBeHidden()

  await page.getByRole('button', { name: 'Delete Half of it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('status').getByText('Half of it was deleted.')).toBeVisible()
})
