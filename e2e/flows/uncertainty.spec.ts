import { expect, test } from '../fixtures/test.ts'
import { seriousFindings } from '../pages/seriousFindings.ts'

const TABLE = ['Business travel', 'FY2025', 'Hotel nights'] as const

test('a table is assessed, the total has an interval, it is drawn, and the cell to improve first is opened', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const page = await signedIn('admin')
  const assess = async (range: string, reason: string): Promise<void> => {
    await page.goto(`/sheets/${table.id}/${cycle.id}/fields?field=quality`)
    const form = page.getByRole('form', { name: 'How sure the rows are' })
    await form.getByRole('textbox', { name: 'Range, ± %' }).fill(range)
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form.getByText('Say why: an auditor will ask.')).toBeVisible()
    await form.getByRole('textbox', { name: 'Why' }).fill(reason)
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  }
  await assess('20', 'Nights are counted, rooms are not')
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('link', { name: 'Uncertainty', exact: true }).click()
  const interval = page.getByTestId('total-interval')
  await expect(interval).toContainText('95 % interval')
  await expect(page.getByTestId('assessed-part')).toContainText('The interval is of that part.')
  await page.getByText('IPCC approach 1').click()
  await expect(interval).toContainText('±')
  const parts = page.getByRole('region', { name: 'By scope, module and site' })
  for (const part of ['Scope 2, market-based', 'Scope 1 + 2, location-based', 'Scope 1 + 2, market-based']) {
    await expect(parts.getByText(part)).toBeVisible()
  }
  await page.getByRole('combobox', { name: 'What is drawn' }).selectOption('Total, market-based')
  await page.getByRole('button', { name: /^Draw/ }).click()
  await expect(page.getByRole('img', { name: /^Drawn totals from/ })).toBeVisible()
  await expect(page.locator('.unc-of')).toHaveText('Total, market-based')
  expect(await seriousFindings(page)).toEqual([])

  const first = page.getByRole('list', { name: 'Improve first' })
  await expect(first.getByRole('listitem').first()).toBeVisible()
  await page.getByRole('radiogroup', { name: 'Total that is to become surer' }).getByText('Market-based').click()
  await expect(first.getByRole('listitem').first()).toBeVisible()
  const auditor = await signedIn('auditor')
  await expect(auditor.getByTestId('total-uncertainty')).toBeVisible()

  await page
    .getByRole('link', { name: /^Open the cell/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/sheets\/.*row=/)
  await assess('', 'Put back')
})
