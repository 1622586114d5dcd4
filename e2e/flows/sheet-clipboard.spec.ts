import { expect, test } from '../fixtures/sheetTest.ts'
import type { SheetPage } from '../pages/SheetPage.ts'

/** Copy, cut and paste with the real clipboard of the browser and its real keys. Each test is a line of the list. */

interface Flavours {
  text: string
  html: string
}

/** What another program would find on the clipboard. */
const clipboard = (sheet: SheetPage): Promise<Flavours> =>
  sheet.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const read = async (type: string): Promise<string> =>
      item!.types.includes(type) ? (await item!.getType(type)).text() : ''
    return { text: await read('text/plain'), html: await read('text/html') }
  })

const write = (sheet: SheetPage, text: string): Promise<void> =>
  sheet.page.evaluate((value) => navigator.clipboard.writeText(value), text)

const texts = (sheet: SheetPage, rows: readonly string[], field: string): Promise<string[]> =>
  Promise.all(rows.map(async (row) => (await sheet.cell(row, field).textContent()) ?? ''))

test('Ctrl+C puts raw values on the clipboard as text and as a table; Ctrl+X empties at once, and one undo brings it back', async ({
  sheet,
  press,
}) => {
  const rows = await sheet.ownRows(['a "quoted"', 'b'])
  await sheet.type(rows[0]!, 'quantity', '1234567.891')
  await sheet.cell(rows[0]!, 'code').click()
  await press('Shift+ArrowDown', 'Control+c')
  await expect(sheet.message).toHaveText('Copied 2 × 1 cells')
  expect((await clipboard(sheet)).text.replaceAll('\r', '')).toBe('"a ""quoted"""\nb')
  expect((await clipboard(sheet)).html).toContain('<td>a "quoted"</td>')
  await sheet.cell(rows[0]!, 'quantity').click()
  await press('Control+Insert')
  await expect.poll(async () => (await clipboard(sheet)).text).toBe('1234567.891')
  await sheet.cell(rows[1]!, 'quantity').click()
  await press('Shift+Insert')
  await expect
    .poll(() => texts(sheet, rows, 'quantity'))
    .toEqual(['1\u00a0234\u00a0567.891', '1\u00a0234\u00a0567.891'])
  await press('Control+x')
  await expect(sheet.cell(rows[1]!, 'quantity')).toHaveText('')
  await press('Control+z')
  await expect(sheet.cell(rows[1]!, 'quantity')).not.toHaveText('')
  await press('Shift+Delete')
  await expect(sheet.cell(rows[1]!, 'quantity')).toHaveText('')
  await write(sheet, 'plain')
  await sheet.cell(rows[1]!, 'code').click()
  await press('Control+Shift+V')
  await expect(sheet.cell(rows[1]!, 'code')).toHaveText('plain')
  await sheet.deleteRows(rows)
})

test('several ranges are copied when they share rows or columns, else it is said why not; a dashed outline shows each', async ({
  sheet,
  press,
}) => {
  const rows = await sheet.ownRows(['a', 'b', 'c'])
  await sheet.cell(rows[0]!, 'code').click()
  await sheet.cell(rows[2]!, 'code').click({ modifiers: ['Control'] })
  await press('Control+c')
  await expect(sheet.grid.locator('.ov-copied')).toHaveCount(2)
  // over the frame of the selection, on a ground of its own
  const edge = (layer: '' | '::before'): Promise<string> =>
    sheet.grid
      .locator('.ov-copied')
      .first()
      .evaluate((one, of) => {
        const { borderBlockStartStyle: style, borderBlockStartColor: colour } = getComputedStyle(one, of || null)
        return `${style} ${colour}`
      }, layer)
  expect([await edge(''), await edge('::before')].map((one) => one.split(' ')[0])).toEqual(['solid', 'dashed'])
  expect((await edge('')).slice(6)).not.toBe((await edge('::before')).slice(7))
  expect((await clipboard(sheet)).text.replaceAll('\r', '')).toBe('a\nc')
  await sheet.cell(rows[0]!, 'code').click()
  await sheet.cell(rows[2]!, 'quantity').click({ modifiers: ['Control'] })
  await press('Control+c')
  await expect(sheet.message).toContainText('These ranges do not line up')
  await sheet.cell(rows[0]!, 'code').click()
  await press('Control+c')
  await expect(sheet.grid.locator('.ov-copied')).toHaveCount(1)
  await sheet.type(rows[1]!, 'code', 'edited')
  await expect(sheet.grid.locator('.ov-copied')).toHaveCount(0)
  await sheet.deleteRows(rows)
})

test('one cell and a whole multiple tile over the selection; otherwise a block is pasted once and selects what it covers', async ({
  sheet,
  press,
}) => {
  const first = await sheet.rowId(0)
  const rows = await sheet.ownRows(['1', '2', '3', '4'])
  const over = async (text: string, downs: number): Promise<string[]> => {
    await write(sheet, text)
    await sheet.cell(rows[0]!, 'name').click()
    for (let i = 0; i < downs; i++) {
      await press('Shift+ArrowDown')
    }
    await press('Control+v')
    await expect(sheet.message).toContainText('Pasted')
    return texts(sheet, rows, 'name')
  }
  expect(await over('x', 3)).toEqual(['x', 'x', 'x', 'x'])
  await expect.poll(() => over('a\nb', 3)).toEqual(['a', 'b', 'a', 'b'])
  await expect.poll(() => over('p\nq', 2)).toEqual(['p', 'q', 'a', 'b'])
  await expect.poll(() => over('u\nv\nw', 0)).toEqual(['u', 'v', 'w', 'b'])
  expect(await sheet.selected(first)).toBe('4-6 name')
  await sheet.deleteRows(rows)
})

test('a block longer than the sheet adds rows, what is wider is cut, and both are said', async ({ sheet, press }) => {
  const count = sheet.page.getByTestId('row-count')
  const before = await count.textContent()
  await sheet.cell(await sheet.rowId(0), 'code').click()
  await press('Control+End', 'Home')
  await write(sheet, `one${'\tx'.repeat(20)}\ntwo\nthree`)
  const last = await sheet.grid.locator('.ag-cell-focus').textContent()
  await press('Control+v')
  if (await sheet.pasteDialog.isVisible()) {
    await sheet.agreeToPaste()
  }
  await expect(sheet.message).toContainText('2 rows added')
  await expect(sheet.message).toContainText('did not fit and were left out')
  await press('Control+z')
  await expect(count).toHaveText(before ?? '')
  await expect(sheet.grid.locator('.ag-cell-focus')).toHaveText(last ?? '')

  // over computed cells no row is added for nothing, and what is skipped is counted; sorted, rows are added at the end, too
  await sheet.chooseInColumnMenu('note', 'Sort ascending')
  await sheet.grid.locator('.ag-row:not(.ag-row-pinned) [col-id="note"]').last().click()
  await press('Control+End')
  await write(sheet, 'one\ntwo\nthree')
  await press('ArrowLeft', 'Control+v')
  await expect(sheet.message).toHaveText('Pasted 0 cells, 3 computed and skipped')
  await expect(count).toHaveText(before ?? '')
  await press('Home', 'Control+v')
  await expect(sheet.message).toHaveText('Pasted 3 cells, 2 rows added')
  await press('Control+z')
  await expect(count).toHaveText(before ?? '')
  await sheet.chooseInColumnMenu('note', 'Do not sort by this')
  await sheet.saved()
})

test('a paste into an open editor goes to the editor', async ({ sheet, press }) => {
  const rows = await sheet.ownRows(['a'])
  await write(sheet, ' and more\tand more')
  await sheet.cell(rows[0]!, 'name').click()
  await sheet.page.keyboard.type('typed')
  await press('Control+v')
  await expect(sheet.page.locator('.text-editor')).toHaveValue('typed and more\tand more')
  await press('Enter')
  await expect(sheet.cell(rows[0]!, 'name')).toContainText('typed and more')
  await expect(sheet.cell(rows[0]!, 'site')).toHaveText('')
  await sheet.deleteRows(rows)
})
