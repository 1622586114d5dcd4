import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('an administrator says where a site is; a data owner reads it and does not change it', async ({ signedIn }) => {
  const page = await signedIn('admin')
  await page.goto('/boundary')
  const sites = page.getByRole('table', { name: 'Where the sites are' })
  const row = sites.getByRole('row', { name: /^Columbus/ })
  await expect(row).toContainText('United States')
  await expect(row).toContainText('RFC West (RFCW)')

  await page.getByRole('button', { name: 'State where Columbus, Ohio is' }).click()
  const form = page.getByRole('dialog', { name: 'Where Columbus, Ohio is' })
  await form.getByLabel('Part of the country').fill('gb-lnd')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('This is no part of the country as ISO 3166-2 writes it')).toBeVisible()
  await form.getByLabel('Part of the country').fill('us-oh')
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  await expect(row).toContainText('US-OH')

  const owner = await signedIn('owner')
  await owner.goto('/boundary')
  const seen = owner.getByRole('table', { name: 'Where the sites are' }).getByRole('row', { name: /^Columbus/ })
  await expect(seen).toContainText('US-OH')
  await expect(owner.getByRole('button', { name: /^State where/ })).toHaveCount(0)

  await page.setViewportSize({ width: 390, height: 800 })
  const overflow = await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
