import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Kilns and dryers'] as const
/** Nobody else writes here. */
const UNTOUCHED = ['Waste', 'FY2025', 'Waste by treatment'] as const
/** With a price that viewers do not see. */
const PRICED = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('both read who typed, who pasted and who undid, and an earlier value comes back as an edit that can be undone', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [joris, priya] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('admin'))]
  await joris.open(table.id, cycle.id)
  await priya.open(table.id, cycle.id)
  const rows = await Promise.all(Array.from({ length: 9 }, (_, i) => joris.rowId(i + 5)))
  const [row = ''] = rows
  const before = (await joris.cell(row, 'energy').textContent()) ?? ''
  await joris.type(row, 'energy', '4321')
  await expect(priya.cell(row, 'energy')).toHaveText('4\u00a0321')
  await joris.saved()
  await priya.cell(row, 'energy').click()
  await priya.paste({ text: rows.map((_, i) => String(7000 + i)).join('\n') })
  await expect(joris.cell(row, 'energy')).toHaveText('7\u00a0000')
  await priya.saved()
  await priya.page.keyboard.press('Control+z')
  await expect(joris.cell(row, 'energy')).toHaveText('4\u00a0321')
  await priya.saved()

  for (const { page } of [joris, priya]) {
    const history = new HistoryPanel(page)
    await history.open('Sheet')
    await expect(history.entry('Undid 9 cells')).toContainText('Priya Nair')
    await expect(history.entry('Pasted 9 cells')).toContainText('Priya Nair')
    await expect(history.entry('Typed')).toContainText('Joris de Wit')
    await history.action(history.entry('Pasted 9 cells'), 'Show what changed').click()
    await expect(history.panel.getByTestId('history-cells').locator('.hist-change')).toHaveCount(9)
  }

  const history = new HistoryPanel(joris.page)
  await joris.cell(row, 'energy').click()
  await history.openForCell()
  await expect(history.entry('Typed')).toContainText(before)
  await expect(history.entries).toHaveCount(3)
  await history.action(history.panel.locator('.hist-beginning'), `Put ${before} back`).click()
  await expect(priya.cell(row, 'energy')).toHaveText(before)
  await expect(history.entry('Put back 1 cell')).toContainText('Joris de Wit')
  await joris.cell(row, 'energy').click()
  await joris.page.keyboard.press('Control+z')
  await expect(priya.cell(row, 'energy')).toHaveText('4\u00a0321')
})

test('a whole gesture is taken back where nobody changed it since, and a row goes back to what it was', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [joris, priya] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('admin'))]
  await joris.open(table.id, cycle.id)
  await priya.open(table.id, cycle.id)
  const rows = await Promise.all(Array.from({ length: 9 }, (_, i) => joris.rowId(i + 15)))
  const [first = '', second = ''] = rows
  const before = await Promise.all([first, second].map((row) => joris.cell(row, 'energy').textContent()))
  await priya.cell(first, 'energy').click()
  await priya.paste({ text: rows.map((_, i) => String(5000 + i)).join('\n') })
  await expect(joris.cell(second, 'energy')).toHaveText('5\u00a0001')
  await joris.type(second, 'energy', '12')
  await joris.saved()

  const history = new HistoryPanel(priya.page)
  await history.open('Sheet')
  await history.action(history.entry('Pasted 9 cells'), 'Take this back').click()
  await expect(priya.page.getByTestId('sheet-message')).toHaveText('Put back 8 cells. 1 was changed since and stays.')
  await expect(joris.cell(first, 'energy')).toHaveText(before[0] ?? '')
  await expect(joris.cell(second, 'energy')).toHaveText('12')

  await priya.cell(second, 'energy').click()
  await history.open('Row')
  await history.action(history.panel.locator('.hist-beginning'), 'Put the row back to this').click()
  await expect(joris.cell(second, 'energy')).toHaveText(before[1] ?? '')
})

test('the slider shows the sheet as it was, totals and all, and nothing can be typed there', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...UNTOUCHED)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(0)
  const [cell, result, total] = [
    sheet.cell(row, 'mass'),
    sheet.cell(row, 'co2e'),
    sheet.page.locator('.ag-row-pinned [col-id="co2e"]'),
  ]
  const texts = (): Promise<(string | null)[]> => Promise.all([cell, result, total].map((one) => one.textContent()))
  const before = await texts()
  await sheet.type(row, 'mass', '999999')
  await sheet.saved()
  const after = await texts()
  expect(after).not.toEqual(before)

  const history = new HistoryPanel(sheet.page)
  await cell.click()
  await history.openForCell()
  await expect(history.entries).toHaveCount(1)
  await history.slider.focus()
  await sheet.page.keyboard.press('Home')
  await expect(history.pastBar).toContainText(/differs? from now and (is|are) marked/)
  await expect(cell).toHaveText(before[0] ?? '')
  await expect(cell).toHaveClass(/c-changed/)
  expect(await texts()).toEqual(before)

  await cell.click()
  await sheet.page.keyboard.type('5')
  await expect(sheet.page.getByTestId('sheet-message')).toContainText('Nothing can be edited here')
  await expect(cell).toHaveText(before[0] ?? '')
  await history.panel.getByRole('button', { name: 'Next change' }).click()
  await expect(history.pastBar).toContainText('Showing the sheet as of')
  await expect(cell).toHaveText(after[0] ?? '')
  await history.panel.getByRole('button', { name: 'Previous change' }).click()
  await expect(cell).toHaveText(before[0] ?? '')

  await history.pastBar.getByRole('button', { name: 'Put the selected cells back' }).click()
  await history.pastBar.getByRole('button', { name: 'Back to now' }).click()
  await expect(history.pastBar).toBeHidden()
  expect(await texts()).toEqual(before)
  await expect(history.entry('Put back 1 cell')).toBeVisible()
})

test('who may only read sees the history and the past, and nothing to put back; hidden fields are in neither', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...PRICED)
  const owner = new SheetPage(await signedIn('owner'))
  await owner.open(table.id, cycle.id)
  const row = await owner.rowId(14)
  await owner.type(row, 'price', '31.5')
  await owner.saved()
  await owner.type(row, 'quantity', '111')
  await owner.saved()
  const viewer = new SheetPage(await signedIn('viewer'))
  await viewer.open(table.id, cycle.id)
  await viewer.cell(row, 'quantity').click()
  const history = new HistoryPanel(viewer.page)
  await history.open('Row')

  await expect(history.entries.first()).toContainText('111')
  await expect(history.panel).not.toContainText('31.5')
  await expect(history.panel.getByRole('button', { name: /^Put .* back/ })).toHaveCount(0)
  await history.action(history.entries.first(), 'See the sheet then').click()
  await expect(history.pastBar).toContainText('Showing the sheet as of')
  await expect(viewer.grid.locator('[col-id="price"]')).toHaveCount(0)
  await expect(history.pastBar.getByRole('button', { name: 'Put the selected cells back' })).toHaveCount(0)
})

test('a cell’s own menu leads to its history, which leads back to cells', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('owner'))
  await sheet.open(table.id, cycle.id)
  const [first, second] = [await sheet.rowId(2), await sheet.rowId(3)]
  await sheet.type(first, 'energy', '21')
  await sheet.saved()

  await sheet.cell(second, 'energy').click({ button: 'right' })
  await sheet.page.getByRole('menuitem', { name: /History of this cell/ }).click()
  const history = new HistoryPanel(sheet.page)
  await expect(history.panel).toContainText('Nothing was changed here since the sheet began.')
  await history.open('Sheet')
  await history.entries.first().locator('.hist-cell').click()
  await expect(sheet.cell(first, 'energy')).toHaveClass(/ag-cell-focus/)
})
