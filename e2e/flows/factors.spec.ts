import { expect, test } from '../fixtures/test.ts'

test('a factor is found by word and unit, narrowed, compared with its other editions and followed to the cells that use it', async ({
  signedIn,
}) => {
  const page = await signedIn('auditor')
  await page.goto('/factors')
  const search = page.getByRole('searchbox', { name: 'Search factors' })
  await search.fill('diesel litres')
  const rows = page.locator('.fac-table tbody tr')
  await expect(rows.first()).toContainText(/Liquid fuels \/ Diesel.*DESNZ 2025.*L/)
  await page.getByRole('checkbox', { name: 'DESNZ 2025' }).check()
  await expect(page.getByRole('status').filter({ hasText: ' of 8' })).toHaveText(/^\d+ of 8.0\d\d$/)

  await page.getByRole('button', { name: 'Liquid fuels / Diesel (average biofuel blend)' }).first().click()
  const detail = page.getByRole('complementary', { name: 'Factor' })
  await expect(detail).toContainText('2.570 82')
  await expect(detail).toContainText('1_101_1011_8')
  await expect(detail).toContainText(/biogenic CO₂.*outside scopes/)
  await expect(detail.locator('.fac-editions tbody tr')).toContainText([/DESNZ 2024/, /DESNZ 2025.*\+2\.31/])
  await detail.getByRole('button', { name: 'DESNZ 2024' }).click()
  await expect(detail).toContainText('2.512 79')
  await page.goBack()

  await page.goto('/factors?search=california&factor=epa25.t6.camx.total-output')
  await expect(rows.first()).toContainText('rev2')
  await expect(rows.last()).toContainText('Avoided emissions only')
  await detail.getByRole('button', { name: 'Open the correction' }).click()
  await expect(detail).toContainText('eGRID2023 rev2')

  await page.goto('/factors?factor=desnz25.1_101_1011_8')
  const use = detail.getByRole('link', { name: /^Open .* in FY2025$/ })
  await expect(use).toContainText('rows')
  await use.click()
  await expect(page.getByTestId('sheet')).toBeVisible()
})
