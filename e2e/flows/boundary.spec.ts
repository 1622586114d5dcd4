import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

test('a project consolidates by equity share, an auditor sees the totals follow, and all is whole again', async ({
  signedIn,
}) => {
  const auditor = await signedIn('auditor')
  await auditor.goto('/boundary')
  await expect(auditor.getByText('None chosen')).toBeVisible()
  await expect(auditor.getByRole('button', { name: 'Choose…' })).toHaveCount(0)

  const page = await signedIn('admin')
  await page.getByRole('link', { name: 'Boundary' }).click()
  const sites = page.getByRole('table', { name: 'Sites in FY2025' })
  const rayong = sites.getByRole('row', { name: /^Rayong/ })
  const seen = auditor.getByRole('table', { name: 'Sites in FY2025' }).getByRole('row', { name: /^Rayong/ })
  await expect(seen).toContainText('not stated')
  await expect(rayong).toContainText('not stated')
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'State ownership and control of Rayong' }).click()
  const form = page.getByRole('dialog', { name: 'Rayong in FY2025' })
  await form.getByLabel('Ownership, %').fill('140')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Write a number from 0 to 100.')).toBeVisible()
  await form.getByLabel('Ownership, %').fill('40')
  await form.getByLabel('Financial control').uncheck()
  await expect(form.getByText('No total changes.')).toBeVisible() // as long as no approach is chosen
  expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  await expect(rayong).toContainText('40.0')

  const choose = async (approach: string, change: RegExp): Promise<void> => {
    await page.getByRole('button', { name: 'Choose…' }).click()
    const choice = page.getByRole('dialog', { name: 'Consolidation approach of the project' })
    await choice.getByRole('radio', { name: approach, exact: true }).check()
    await expect(choice.getByRole('listitem').filter({ hasText: 'Rayong' })).toContainText(change)
    await choice.getByRole('button', { name: 'Use this approach' }).click()
    await expect(choice).toBeHidden()
  }
  await choose('Equity share', /100\.0\s% → 40\.0\s%/)
  await expect(seen).toContainText('40.0') // without a reload
  await expect(seen).not.toContainText('not stated')
  const dashboard = await signedIn('viewer')
  await expect(dashboard.getByTestId('consolidation')).toContainText('By equity share')
  await dashboard.close()

  await choose('None chosen', /40\.0\s% → 100\.0\s%/)
  await page.getByRole('button', { name: 'State ownership and control of Rayong' }).click()
  await form.getByLabel('Ownership and control are stated').uncheck()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(seen).toContainText('not stated')

  await page.setViewportSize({ width: 390, height: 800 })
  const overflow = await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test('a category of scope 3 that is left out says why, and a viewer reads it', async ({ signedIn }) => {
  const page = await signedIn('admin')
  await page.goto('/boundary')
  const categories = page.getByRole('table', { name: 'The fifteen categories of scope 3 in FY2025' })
  const leased = categories.locator('tr', { hasText: '8 · Upstream leased assets' })
  await expect(leased).toContainText('Unknown')
  await expect(categories.locator('tr', { hasText: '6 · Business travel' })).toContainText('Counted')
  expect(await seriousFindings(page)).toEqual([])
  const declare = async (state: string, reason: string | null): Promise<void> => {
    await page.getByRole('button', { name: 'Say what category 8 is', exact: true }).click()
    const form = page.getByRole('dialog', { name: '8 · Upstream leased assets in FY2025' })
    await form.getByRole('radio', { name: state, exact: true }).check()
    if (reason !== null) {
      await form.getByRole('button', { name: 'Save' }).click()
      await expect(form.getByText('Give the reason: readers of the report ask for it.')).toBeVisible()
      await form.getByLabel('Reason').fill(reason)
      expect(await seriousFindings(page, '[role="dialog"]')).toEqual([])
    }
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form).toBeHidden()
  }
  await declare('Left out', 'Two depots, their meters are the landlord’s')
  const viewer = await signedIn('viewer')
  await viewer.goto('/boundary')
  await expect(viewer.locator('tr', { hasText: '8 · Upstream leased assets' })).toContainText('Two depots')
  await expect(viewer.getByRole('button', { name: /^Say what category/ })).toHaveCount(0)
  await declare('Nothing declared', null)
  await expect(leased).toContainText('Unknown')
})
