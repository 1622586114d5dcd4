import type { EstimatesReply } from '#shared/api/estimates.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

test('a gap in the map is filled by an estimate that says its method everywhere, and a reading that comes later ends it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Refrigerants', 'FY2025')
  const page = await signedIn('admin')
  await page.goto('/cycles')
  const map = page.getByRole('table', { name: /^Completeness of/ })
  const gap = map.getByLabel(/^Columbus, Ohio, Mar 2025/)
  await gap.click()
  await page.getByRole('menuitem', { name: 'Estimate CO-R2 …' }).click()
  const form = page.getByRole('dialog', { name: /^Estimate CO-R2, Columbus, Ohio, Mar 2025/ })
  await expect(form.getByRole('radio', { name: /^Same month of the year before/ })).toBeDisabled()
  await expect(form.getByText('Nothing is known of that month a year before.')).toBeVisible()
  await form.getByRole('radio', { name: /^Your own figure/ }).check()
  await form.getByRole('button', { name: 'Fill' }).click()
  await expect(form.getByText('Write a number, such as 1250.5.')).toBeVisible()
  await form.getByRole('radio', { name: 'Average of the known months: 12.4 kg' }).check()
  await expect(form.getByText('rests on 2 cells: Jun 2025: 12.2, Sep 2025: 12.6')).toBeVisible()
  await form.getByRole('button', { name: 'Fill with 12.4 kg' }).click()
  await expect(page.getByRole('status').getByText('Filled by an estimate: 12.4 kg.')).toBeVisible()
  await expect(map.getByLabel(/^Columbus, Ohio, Mar 2025: .*1 row is an estimate/)).toBeVisible()
  const listed = page.getByTestId('estimate').filter({ hasText: 'CO-R2' })
  await expect(listed).toContainText('Average of the known months')
  await expect(page.getByText(/0\.\d+\s% of the total rests on estimates/)).toBeVisible()

  const { data } = await workspace.admin.get<EstimatesReply>(`cycles/${cycle.id}/estimates`)
  const { row_id: row } = data.find(({ source }) => source === 'CO-R2')!
  const colleague = new SheetPage(await signedIn('admin'))
  await colleague.page.goto(`/sheets/${table.id}/${cycle.id}?month=2025-03`)
  await colleague.ready()
  const cell = colleague.cell(row, 'topped_up')
  const isMarked = (): Promise<string | null> => cell.getAttribute('data-mark')
  await expect.poll(isMarked).toBe('estimated')
  await expect(cell).toHaveAttribute('aria-description', 'Estimate: Average of the known months')
  await cell.click({ button: 'right' })
  await colleague.page.getByRole('menuitem', { name: 'About this estimate …' }).click()
  const card = colleague.page.getByRole('dialog', { name: 'Estimate of 12.4 kg' })
  await expect(card.getByText('rests on 2 cells: Jun 2025: 12.2, Sep 2025: 12.6')).toBeVisible()
  await card.getByRole('button', { name: 'Close' }).click()

  await cell.click()
  await colleague.page.keyboard.type('11')
  await colleague.page.keyboard.press('Enter')
  await expect.poll(isMarked).toBe(null)
  await colleague.saved()
  await expect(listed).toHaveCount(0)
  await cell.click()
  await colleague.page.keyboard.press('Control+z')
  await expect.poll(isMarked).toBe('estimated')
  await colleague.saved()

  await listed.getByRole('button', { name: /^About the estimate/ }).click()
  await page.getByRole('dialog', { name: 'Estimate of 12.4 kg' }).getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByRole('status').getByText('The estimate was taken back.')).toBeVisible()
  await expect(listed).toHaveCount(0)
  await expect(cell).toHaveCount(0)
})
