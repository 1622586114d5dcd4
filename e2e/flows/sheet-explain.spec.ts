import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('the explanation of a result names who entered its inputs, is copied as text and as JSON, and its link opens it for a colleague', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const page = await signedIn('owner')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(5)
  const before = (await sheet.cell(row, 'quantity').textContent()) ?? ''
  await sheet.type(row, 'quantity', '4321')
  await sheet.saved()
  await sheet.cell(row, 'co2e').click()
  await page.getByRole('button', { name: 'Explain', exact: true }).first().click()
  const panel = page.getByTestId('explain')
  await expect(panel).toContainText('4 321')
  const change = panel.getByTitle('History of Quantity')
  await expect(change).toHaveText(/, now$/)
  await expect(panel.getByRole('link', { name: 'Open the publication' })).toHaveAttribute('href', /^https?:/)
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="explain"]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  await panel.getByRole('button', { name: 'Copy as text' }).click()
  await expect(sheet.message).toHaveText('The explanation is on the clipboard, as text')
  expect(await clipboard()).toMatch(/Quantity: 4\u00a0321 L \(/)
  await panel.getByRole('button', { name: 'Copy as JSON' }).click()
  await expect(sheet.message).toHaveText('The explanation is on the clipboard, as JSON')
  const told: unknown = JSON.parse(await clipboard())
  expect(told).toMatchObject({
    format: 'carbonsheet.cell-explanation',
    version: 1,
    row: { id: row },
    field: { key: 'co2e' },
    inputs: [{ field: { key: 'quantity' }, value: 4321, unit: 'L', last_change: { how: 'typed' } }],
    factors: [{ chosen: { field: 'fuel' }, link: expect.stringMatching(/^https?:/) }],
    gwp: { set: 'AR5' },
    rounding: 'none',
  })
  // what the auditor marks is no input, and the owner may not read it: not a byte of it is copied
  expect(JSON.stringify(told)).not.toContain('risk')

  await panel.getByRole('button', { name: 'Copy link' }).click()
  await expect(sheet.message).toHaveText('A link to this cell is on the clipboard')
  const link = await clipboard()
  const colleague = new SheetPage(await signedIn('auditor'))
  await colleague.page.goto(link)
  await colleague.ready()
  await expect(colleague.page.getByTestId('explain')).toContainText('4 321')
  await expect(colleague.cell(row, 'co2e')).toHaveClass(/ag-cell-focus/)

  // who entered an input leads to its history
  await change.click()
  const history = new HistoryPanel(page)
  await expect(history.panel).toBeVisible()
  await expect(sheet.cell(row, 'quantity')).toHaveClass(/ag-cell-focus/)
  await expect(history.panel).toContainText('4 321')

  await sheet.type(row, 'quantity', before.replaceAll(/\s/g, ''))
  await sheet.saved()
})

test('a link to a cell that the reader may not see opens the sheet, and tells nothing of it', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const auditor = new SheetPage(await signedIn('auditor'))
  const rows = await workspace.admin.get<{ data: { id: string }[] }>(
    `tables/${table.id}/rows?cycle_id=${cycle.id}&limit=1`,
  )
  const row = rows.data[0]!.id
  await auditor.page.goto(`/sheets/${table.id}/${cycle.id}?row=${row}&field=price&panel=explain`)
  await auditor.ready()
  await expect(auditor.cell(row, 'co2e')).toHaveClass(/ag-cell-focus/)
  await expect(auditor.page.getByTestId('explain')).not.toContainText('Purchase price')
  await auditor.page.goto(`/sheets/${table.id}/${cycle.id}?row=no-such-row&field=co2e&panel=explain`)
  await auditor.ready()
  await expect(auditor.page.getByTestId('explain')).toBeVisible()
})
