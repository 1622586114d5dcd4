import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

/** A document with so many bulk writes is folded by itself. */
const BULK_WRITES = 66

test('a fold goes unnoticed: the editor stays open, the place stays, edits and undo go on', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Mobile combustion', 'FY2025', 'Fuel of company vehicles')
  const sheet = new SheetPage(await signedIn('admin'))
  const colleague = new SheetPage(await signedIn('owner'))
  await sheet.open(table.id, cycle.id)
  await colleague.open(table.id, cycle.id)
  const [first, second, third] = [await sheet.rowId(0), await sheet.rowId(5), await sheet.rowId(6)]
  const before = {
    first: (await sheet.cell(first, 'quantity').textContent()) ?? '',
    second: (await sheet.cell(second, 'quantity').textContent()) ?? '',
  }
  await sheet.type(first, 'quantity', '1212')
  await sheet.saved()
  await sheet.cell(second, 'quantity').click()
  await sheet.page.keyboard.type('98')
  await expect(sheet.saveStatus).toHaveText('Editing…')
  await sheet.grid.evaluate((grid) => grid.setAttribute('data-same-grid', ''))

  const { generation } = (await workspace.admin.sheet(table.id, cycle.id)).parts[0]!
  const other = await colleague.rowId(8)
  await colleague.cell(other, 'quantity').click()
  for (let round = 0; round < BULK_WRITES; round++) {
    await colleague.paste({ text: `${1000 + round}\r\n`.repeat(9) })
  }
  await expect
    .poll(async () => (await workspace.admin.sheet(table.id, cycle.id)).parts[0]!.generation, { timeout: 60_000 })
    .toBe(generation + 1)
  await expect(sheet.cell(other, 'quantity')).toHaveText(`1\u00a00${BULK_WRITES - 1}`)

  // the half-typed value is still there, and goes into the next generation
  await expect(sheet.saveStatus).toHaveText('Editing…')
  await sheet.page.keyboard.type('76')
  await sheet.page.keyboard.press('Enter')
  await sheet.saved()
  await expect(sheet.grid).toHaveAttribute('data-same-grid', '')
  await expect(colleague.cell(second, 'quantity')).toHaveText('9\u00a0876')
  await expect(sheet.cell(third, 'quantity')).toHaveClass(/ag-cell-focus/)

  // what was done before the fold is undone behind it, gesture by gesture
  await sheet.page.keyboard.press('Control+z')
  await expect(colleague.cell(second, 'quantity')).toHaveText(before.second)
  await sheet.page.keyboard.press('Control+z')
  await expect(colleague.cell(first, 'quantity')).toHaveText(before.first)
  await sheet.saved()
})
