import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('an instrument is entered, allocated, seen live by an auditor, and taken away again', async ({ signedIn }) => {
  const auditor = await signedIn('auditor')
  const marketBased = auditor.getByTestId('market-based-total')
  await expect(marketBased).toContainText('market-based')
  const before = (await marketBased.textContent())!

  const page = await signedIn('admin')
  await page.getByTestId('scope-2-market-based').click()
  await expect(page).toHaveURL(/\/instruments/)
  const sites = page.getByRole('table', { name: 'Sites, scope 2 of FY2025' })
  const stoke = sites.locator('tbody', { hasText: 'Stoke-on-Trent' })
  await expect(stoke).toContainText('REGO wind 2025')
  const columbus = sites.locator('tbody', { hasText: 'Columbus, Ohio' })
  await expect(columbus).toContainText('CH₄, N₂O not stated: Grid average stands in')
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'New instrument' }).click()
  const form = page.getByRole('dialog', { name: 'New instrument' })
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('A country or grid, such as GB, US-eGRID-RFCW or AIB.')).toBeVisible()
  await expect(form.getByLabel('Name')).toBeFocused() // the first that is wrong
  await form.getByLabel('Name').fill('I-REC solar Thailand')
  await form.getByLabel('Market').fill('TH')
  await form.getByLabel('Amount, MWh').fill('a thousand')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('A number, such as 1200.5.')).toBeVisible()
  await form.getByLabel('Amount, MWh').fill('1 000')
  await form.getByRole('button', { name: 'Save' }).click()
  for (const wrong of [/State CO2, CH4 and N2O, or one rate/, /Name the registry/, /Enter its serial numbers/]) {
    await expect(form.getByText(wrong)).toBeVisible()
  }
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  for (const gas of ['CO₂', 'CH₄', 'N₂O']) {
    await form.getByLabel(gas, { exact: true }).fill('0')
  }
  await form.getByLabel('Registry').fill('Evident')
  await form.getByLabel('Serial numbers').fill('TH-2025-000001 .. TH-2025-001000')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  await expect(page.getByRole('status').getByText('I-REC solar Thailand was saved.')).toBeVisible()

  const row = page.getByRole('table', { name: 'Instruments' }).locator('tbody tr', { hasText: 'I-REC solar Thailand' })
  const choose = async (item: string): Promise<void> => {
    await row.getByRole('button', { name: 'Actions of I-REC solar Thailand' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Allocate …')
  const allocate = page.getByRole('dialog', { name: 'Allocate I-REC solar Thailand' })
  await allocate.getByLabel('Site').selectOption('Rayong')
  await expect(allocate.getByText('Left of it: 1 000 MWh')).toBeVisible()
  await allocate.getByLabel('MWh').fill('1200')
  await expect(allocate.getByText('Left of it: −200 MWh')).toBeVisible()
  await allocate.getByRole('button', { name: 'Allocate', exact: true }).click()
  await expect(allocate.getByText(/of which 1000 MWh are left/)).toBeVisible()
  await expect(allocate.getByText(/It has not been retired/)).toBeVisible()
  await allocate.getByRole('button', { name: 'Cancel' }).click()

  await choose('Edit …')
  const edit = page.getByRole('dialog', { name: 'Edit I-REC solar Thailand' })
  await edit.getByLabel('Retired on').fill('2026-01-31')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('retired 31 Jan 2026')

  await choose('Allocate …')
  await allocate.getByLabel('Site').selectOption('Rayong')
  await allocate.getByRole('button', { name: 'Take 1 000 MWh' }).click()
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await allocate.getByRole('button', { name: 'Allocate', exact: true }).click()
  await expect(allocate).toBeHidden()
  const rayong = sites.locator('tbody', { hasText: 'Rayong' })
  await expect(rayong).toContainText('I-REC solar Thailand')
  await expect(rayong).toContainText('1 000.0')
  await expect(marketBased).not.toHaveText(before) // without a reload

  await choose('How sure is its rate …')
  const sure = page.getByRole('dialog', { name: 'How sure is I-REC solar Thailand?' })
  await sure.getByRole('textbox', { name: 'Range, ± %' }).fill('5')
  await sure.getByRole('textbox', { name: 'Why' }).fill('Plants are metered')
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await sure.getByRole('button', { name: 'Save' }).click()
  await expect(sure).toBeHidden()
  await choose('How sure is its rate …')
  await expect(sure).toContainText('± 5 %')
  await sure.getByRole('button', { name: 'Cancel' }).click()

  await auditor.goto('/instruments')
  await expect(auditor.getByText('I-REC solar Thailand').first()).toBeVisible()
  await expect(auditor.getByRole('button', { name: 'New instrument' })).toHaveCount(0)
  await expect(auditor.getByRole('button', { name: /^Actions of/ })).toHaveCount(0)
  await auditor.goto('/dashboard')

  await row.getByRole('button', { name: /^Take away: Rayong, FY2025/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take it away' }).click()
  await expect(row).toContainText('nothing yet')
  await choose('Delete …')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click()
  await expect(row).toHaveCount(0)
  await expect(marketBased).toHaveText(before)

  await page.setViewportSize({ width: 390, height: 800 })
  const overflow = await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
