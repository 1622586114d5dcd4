import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

test('the menu of a cell cuts, copies and pastes with the clipboard of the system, and deletes the row that it added', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const page = await signedIn('admin')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  const [first, second] = [await sheet.rowId(2), await sheet.rowId(3)]
  await sheet.type(first, 'note', 'of the menu')
  const choose = async (row: string, item: RegExp): Promise<void> => {
    await sheet.cell(row, 'note').click({ button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose(first, /^Copy/)
  await expect(sheet.message).toHaveText('Copied 1 × 1 cells')
  await choose(second, /^Paste/)
  await expect(sheet.cell(second, 'note')).toHaveText('of the menu')
  await choose(second, /^Cut/)
  await expect(sheet.cell(second, 'note')).toHaveText('')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('of the menu')

  const rows = page.getByTestId('row-count')
  const before = (await rows.textContent()) ?? ''
  await choose(second, /^Add a row below/)
  await expect(rows).not.toHaveText(before)
  await page.keyboard.press('Control+-')
  await expect(rows).toHaveText(before)
  await sheet.saved()
})

test('who may not write is offered no change, and a browser that lets no menu paste says which keys do', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const viewer = new SheetPage(await signedIn('viewer'))
  await viewer.open(table.id, cycle.id)
  await viewer.cell(await viewer.rowId(2), 'note').click({ button: 'right' })
  await expect(viewer.page.getByRole('menuitem', { name: /^Copy/ })).toBeVisible()
  await expect(
    viewer.page.getByRole('menuitem', { name: /^(Cut|Paste|Clear|Insert|Add a row|Duplicate|Delete)/ }),
  ).toHaveCount(0)

  const page = await signedIn('admin')
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  await page.evaluate(() => {
    navigator.clipboard.read = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await sheet.cell(await sheet.rowId(2), 'note').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Paste/ }).click()
  await expect(sheet.message).toHaveText('The browser does not allow this from a menu. Press Ctrl+V.')
})

test('as many rows as are selected are inserted above them, and rows are duplicated with what they hold, each in one step', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const page = await signedIn('admin')
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  const [above, first, second] = [await sheet.rowId(1), await sheet.rowId(2), await sheet.rowId(3)] as const
  const below = await sheet.rowId(4)
  const select = async (): Promise<void> => {
    await sheet.cell(first, 'quantity').click()
    await sheet.cell(second, 'quantity').click({ modifiers: ['Shift'] })
  }
  await select()
  await page.keyboard.press('Control+Shift++')
  await expect(sheet.message).toHaveText('2 rows added')
  expect(await sheet.rowId(1)).toBe(above)
  expect(await sheet.rowId(4)).toBe(first)
  await expect.poll(async () => (await sheet.column('quantity', 4)).slice(2)).toEqual(['', ''])
  await page.keyboard.press('Control+z')
  await expect.poll(() => sheet.rowId(2)).toBe(first)

  await select()
  await sheet.cell(second, 'quantity').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Duplicate rows' }).click()
  await expect(sheet.message).toHaveText('2 rows duplicated')
  for (const column of ['quantity', 'fuel', 'source']) {
    const [, , one, other, ...copies] = await sheet.column(column, 6)
    expect(copies).toEqual([one, other])
  }
  await page.keyboard.press('Control+z')
  await expect.poll(() => sheet.rowId(4)).toBe(below)
  await sheet.saved()
})
