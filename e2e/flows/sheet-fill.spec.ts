import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

/** Rows of our own at the end of the sheet: codes, then an empty row between them and what others have. */
async function ownRows(sheet: SheetPage, codes: readonly string[]): Promise<string[]> {
  await sheet.addRowAndSelectIt()
  await sheet.paste({ text: codes.join('\r\n') })
  await sheet.saved()
  const rows = await sheet.grid
    .locator('.ag-row[row-id]:has([col-id="code"])')
    .evaluateAll((all) =>
      all
        .toSorted((a, b) => Number(a.getAttribute('row-index')) - Number(b.getAttribute('row-index')))
        .map((row) => row.getAttribute('row-id') ?? ''),
    )
  return rows.filter((id) => id !== 'total' && !id.startsWith('b-')).slice(-codes.length)
}

const handle = (sheet: SheetPage): Locator => sheet.grid.locator('.ov-handle')

/** Dashed where it is filled; what is cleared is shaded. */
const PREVIEW = { fill: ['.ov-fill', 'dashed'], clear: ['.ov-clear', 'none'] } as const

async function dragHandle(
  page: Page,
  sheet: SheetPage,
  to: Locator,
  { modifier, does = 'fill' }: { modifier?: 'Control'; does?: keyof typeof PREVIEW } = {},
): Promise<void> {
  const [from, target] = [await handle(sheet).boundingBox(), await to.boundingBox()]
  await page.mouse.move(from!.x + from!.width / 2, from!.y + from!.height / 2)
  await page.mouse.down()
  await page.mouse.move(target!.x + 20, target!.y + target!.height / 2, { steps: 6 })
  const [preview, border] = PREVIEW[does]
  await expect(sheet.grid.locator(preview)).toHaveCSS('border-top-style', border)
  if (modifier !== undefined) {
    await page.keyboard.down(modifier)
  }
  await page.mouse.up()
  if (modifier !== undefined) {
    await page.keyboard.up(modifier)
  }
}

const textsOf = (sheet: SheetPage, rows: readonly string[], field: string): Promise<string[]> =>
  Promise.all(rows.map(async (row) => (await sheet.cell(row, field).textContent()) ?? ''))

test('the fill handle goes on with a series in four directions, repeats it with Ctrl, clears when drawn back, and one undo takes it all back', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const page = await signedIn('admin')
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  const all = await ownRows(sheet, ['Kiln 1', 'x', 'x', 'x', 'last'])
  const [rows, last] = [all.slice(0, 4), all[4]!] as const
  await page.keyboard.press('Control+End') // all of them above the totals
  await sheet.cell(rows[0]!, 'code').click()

  await dragHandle(page, sheet, sheet.cell(rows[3]!, 'code'))
  await expect.poll(() => textsOf(sheet, rows, 'code')).toEqual(['Kiln 1', 'Kiln 2', 'Kiln 3', 'Kiln 4'])
  await expect(sheet.message).toHaveText('Filled 3 cells')
  await page.keyboard.press('Control+z')
  await expect.poll(() => textsOf(sheet, rows, 'code')).toEqual(['Kiln 1', 'x', 'x', 'x'])

  await sheet.cell(rows[0]!, 'code').click()
  await dragHandle(page, sheet, sheet.cell(rows[2]!, 'code'), { modifier: 'Control' })
  await expect.poll(() => textsOf(sheet, rows, 'code')).toEqual(['Kiln 1', 'Kiln 1', 'Kiln 1', 'x'])

  expect(await sheet.selected(rows[0]!)).toBe('0-2 code')

  await dragHandle(page, sheet, sheet.cell(rows[1]!, 'code'), { does: 'clear' })
  await expect.poll(() => textsOf(sheet, rows, 'code')).toEqual(['Kiln 1', 'Kiln 1', '', 'x'])

  // up, to the side, and back to the other side
  await sheet.cell(rows[2]!, 'code').click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('Kiln 9')
  await page.keyboard.press('Enter')
  await expect(sheet.cell(last, 'code')).toBeFocused()
  // the last row takes clicks down to its lower edge, also under a scrollbar that floats there unseen
  await sheet.cell(last, 'code').click({ position: { x: 20, y: 26 } })
  await page.keyboard.press('ArrowUp')
  await dragHandle(page, sheet, sheet.cell(rows[1]!, 'code'))
  await expect.poll(() => textsOf(sheet, rows, 'code')).toEqual(['Kiln 1', 'Kiln 7', 'Kiln 8', 'Kiln 9'])
  expect(await sheet.selected(rows[0]!)).toBe('1-3 code')
  await sheet.cell(rows[0]!, 'code').click()
  await dragHandle(page, sheet, sheet.cell(rows[0]!, 'name'))
  await expect(sheet.cell(rows[0]!, 'name')).toHaveText('Kiln 2')
  await sheet.type(rows[1]!, 'name', 'Kiln 5')
  await sheet.cell(rows[1]!, 'name').click()
  await dragHandle(page, sheet, sheet.cell(rows[1]!, 'code'))
  await expect(sheet.cell(rows[1]!, 'code')).toHaveText('Kiln 4')
})

test('Ctrl+D copies down, Ctrl+R across, a double click on the handle fills as far as the column beside it goes', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const page = await signedIn('admin')
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  const rows = await ownRows(sheet, ['D 1', 'D 2', 'D 3'])
  await sheet.type(rows[0]!, 'name', 'Unit 7')
  await sheet.cell(rows[0]!, 'name').click()
  await handle(sheet).dblclick()
  await expect.poll(() => textsOf(sheet, rows, 'name')).toEqual(['Unit 7', 'Unit 8', 'Unit 9'])

  await sheet.cell(rows[0]!, 'name').click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+d')
  await expect.poll(() => textsOf(sheet, rows, 'name')).toEqual(['Unit 7', 'Unit 7', 'Unit 7'])

  await sheet.cell(rows[0]!, 'code').click()
  for (const key of ['ArrowRight', 'ArrowDown']) {
    await page.keyboard.press(`Shift+${key}`)
  }
  await page.keyboard.press('Control+r')
  await expect.poll(() => textsOf(sheet, rows, 'name')).toEqual(['D 1', 'D 2', 'Unit 7'])
  // one cell alone takes what stands before it
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Control+r']) {
    await page.keyboard.press(key)
  }
  await expect.poll(() => textsOf(sheet, rows, 'name')).toEqual(['D 1', 'D 2', 'D 3'])
  expect(await textsOf(sheet, rows, 'code')).toEqual(['D 1', 'D 2', 'D 3'])
  await page.keyboard.press('Control+d')
  await expect.poll(() => textsOf(sheet, rows, 'name')).toEqual(['D 1', 'D 2', 'D 2'])
})

test('Tab, Tab, Enter goes to the next row of the column in which tabbing began', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const page = await signedIn('admin')
  const sheet = new SheetPage(page)
  await sheet.open(table.id, cycle.id)
  const rows = await ownRows(sheet, ['T 1', 'T 2'])
  await sheet.cell(rows[0]!, 'code').click()
  await page.keyboard.type('typed')
  await page.keyboard.press('Tab')
  await page.keyboard.type('a name')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(sheet.cell(rows[1]!, 'code')).toBeFocused()
  await expect.poll(() => textsOf(sheet, [rows[0]!], 'name')).toEqual(['a name'])
})

test('the frame of the active cell is on the cell, also in a pinned column far down', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  for (const field of ['code', 'quantity', 'co2e']) {
    await sheet.grid.locator(`.ag-row[row-index="0"] [col-id="${field}"]`).first().click()
    await sheet.page.keyboard.press('Control+ArrowDown')
    await expect(async () => {
      const [box, cell] = [
        await sheet.grid.locator('.ov-sel').boundingBox(),
        await sheet.grid.locator('.ag-cell-focus').boundingBox(),
      ]
      expect(Math.abs(box!.y - cell!.y) + Math.abs(box!.x - cell!.x)).toBeLessThan(4)
    }).toPass()
  }
})
