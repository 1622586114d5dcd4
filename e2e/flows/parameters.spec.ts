import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('a published heating value becomes a parameter, gets a value of its own, and goes again', async ({ signedIn }) => {
  const page = await signedIn('admin')
  await page.getByRole('link', { name: 'Parameters' }).click()
  await expect(page.getByRole('heading', { name: 'Parameters', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'From published values…' }).click()
  const published = page.getByRole('dialog', { name: 'Published heating values' })
  await published.getByRole('searchbox').fill('fuel oil no. 2')
  await expect(published.getByRole('button', { name: /Choose Distillate Fuel Oil No\. 2/ })).toContainText('0.138')
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await published.getByRole('button', { name: /Choose Distillate Fuel Oil No\. 2/ }).click()

  const form = page.getByRole('dialog', { name: 'New parameter' })
  await expect(form.getByLabel('Source', { exact: true })).toHaveValue(/Table 1 Stationary Combustion/)
  await form.getByLabel('Name').fill('Heating value of oil')
  await form.getByLabel('Unit').fill('gal')
  await form.getByRole('button', { name: 'Keep' }).click()
  await expect(form.getByText('Write gal(US) or gal(UK).')).toBeVisible()
  await form.getByLabel('Unit').fill('mmBtu(HHV)/gal(US)')
  await form.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('status').getByText(/parameter\("heating_value_of_oil"\)/)).toBeVisible()

  const row = page.getByRole('table', { name: 'Parameters' }).locator('tr', { hasText: 'Heating value of oil' })
  await expect(row).toContainText('0.138')
  expect(await seriousFindings(page)).toEqual([])
  const choose = async (item: string): Promise<void> => {
    await row.getByRole('button', { name: 'Actions of Heating value of oil' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Value of a year…')
  const value = page.getByRole('dialog', { name: 'Value of Heating value of oil' })
  await value.getByLabel(/^Value/).fill('much')
  await value.getByRole('button', { name: 'Keep' }).click()
  await expect(value.getByText('Write a number.')).toBeVisible()
  await value.getByLabel(/^Value/).fill('0,139')
  await value.getByLabel('Source', { exact: true }).fill('Laboratory, May')
  await value.getByRole('button', { name: 'Keep' }).click()
  await expect(row).toContainText('0.139')

  const viewer = await signedIn('viewer')
  await viewer.goto('/parameters')
  await expect(viewer.getByRole('table', { name: 'Parameters' })).toContainText('Laboratory, May')
  await expect(viewer.getByRole('button', { name: 'New parameter' })).toBeHidden()

  await choose('Delete…')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('status').getByText('Heating value of oil was deleted.')).toBeVisible()
})
