import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/sheetTest.ts'
import type { SheetPage } from '../pages/SheetPage.ts'

/** What the mouse selects, as in a spreadsheet. Each test is a line of the list. */

async function drag(sheet: SheetPage, from: Locator, to: Locator, letGo = true): Promise<void> {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()]
  await sheet.page.mouse.move(a!.x + a!.width / 2, a!.y + a!.height / 2)
  await sheet.page.mouse.down()
  await sheet.page.mouse.move(b!.x + b!.width / 2, b!.y + b!.height / 2, { steps: 5 })
  if (letGo) {
    await sheet.page.mouse.up()
  }
}

const number = (sheet: SheetPage, row: string): Locator => sheet.cell(row, '#')

test('a drag selects, Shift and a click extends, Ctrl adds ranges by click and by drag', async ({ sheet }) => {
  const first = await sheet.rowId(0)
  const [a, b, c, d] = await Promise.all([1, 2, 4, 6].map((row) => sheet.rowId(row)))
  await drag(sheet, sheet.cell(a!, 'site'), sheet.cell(b!, 'fuel'))
  expect(await sheet.selected(first)).toBe('1-2 site month fuel')
  await sheet.cell(c!, 'month').click({ modifiers: ['Shift'] })
  await expect.poll(() => sheet.selected(first)).toBe('1-4 site month')
  await expect.poll(() => sheet.active(first)).toBe('1 site')
  await sheet.cell(d!, 'site').click({ modifiers: ['Control'] })
  await expect.poll(() => sheet.selected(first)).toBe('1-6 site month (9)')
  await sheet.page.keyboard.down('Control')
  await drag(sheet, sheet.cell(c!, 'fuel'), sheet.cell(d!, 'quantity'))
  await sheet.page.keyboard.up('Control')
  await expect.poll(() => sheet.grid.locator('[aria-selected="true"]').count()).toBe(9 + 6)
  await expect(sheet.grid.locator('.ov-handle')).toHaveCount(0)
})

test('the line between two rows is of the one above: pressed there, its cell is chosen, and a drag goes on from it', async ({
  sheet,
}) => {
  const [first, a, b] = await Promise.all([0, 1, 3].map((row) => sheet.rowId(row)))
  await sheet.cell(first!, 'month').click()
  const box = (await sheet.cell(a!, 'site').boundingBox())!
  const x = box.x + box.width / 2
  const y = await sheet.page.evaluate(
    ([atX, bottom]) => {
      const isOfNoCell = (at: number): boolean => document.elementFromPoint(atX!, at)?.closest('.ag-cell') === null
      return [-1, 0, 1].map((by) => Math.round(bottom!) + by).find(isOfNoCell) ?? -1
    },
    [x, box.y + box.height],
  )
  expect(y).toBeGreaterThan(0)
  await sheet.page.mouse.move(x, y)
  await sheet.page.mouse.down()
  await expect.poll(() => sheet.active(first!)).toBe('1 site')
  const to = (await sheet.cell(b!, 'month').boundingBox())!
  await sheet.page.mouse.move(to.x + 10, to.y + 10, { steps: 4 })
  await sheet.page.mouse.up()
  await expect.poll(() => sheet.selected(first!)).toBe('1-3 site month')
  await sheet.page.keyboard.press('ArrowDown')
  await expect.poll(() => sheet.active(first!)).toBe('2 site')
})

test('a drag scrolls at every edge and selects on', async ({ sheet }) => {
  const viewport = sheet.grid.locator('.ag-grid-viewport')
  const box = (await viewport.boundingBox())!
  const scrolled = (): Promise<{ top: number; left: number }> =>
    viewport.evaluate(({ scrollTop, scrollLeft }) => ({ top: scrollTop, left: scrollLeft }))
  const held = async (from: Locator, x: number, y: number): Promise<void> => {
    await drag(sheet, from, from, false)
    await sheet.page.mouse.move(x, y, { steps: 5 })
  }
  await sheet.page.setViewportSize({ width: 1000, height: 600 })
  const first = await sheet.rowId(5)
  const edge = (await viewport.boundingBox())!
  await held(sheet.cell(first, 'site'), edge.x + 300, edge.y + edge.height + 40)
  await expect.poll(async () => (await scrolled()).top).toBeGreaterThan(900)
  await sheet.page.mouse.up()
  await expect
    .poll(() =>
      sheet.grid
        .locator('.ov-sel')
        .first()
        .evaluate((one) => one.getBoundingClientRect().height),
    )
    .toBeGreaterThan(900)
  await sheet.page.mouse.move(edge.x + 300, edge.y + 300)
  await sheet.page.mouse.down()
  await sheet.page.mouse.move(edge.x + 300, edge.y + 5, { steps: 5 })
  await expect.poll(async () => (await scrolled()).top).toBe(0)
  await sheet.page.mouse.up()
  await held(sheet.cell(await sheet.rowId(2), 'site'), edge.x + edge.width + 30, edge.y + 200)
  await expect.poll(async () => (await scrolled()).left).toBeGreaterThan(150)
  await sheet.page.mouse.up()
  await held(sheet.grid.locator('.ag-row[row-index="3"] [col-id="source"]').first(), edge.x - 30, edge.y + 200)
  await expect.poll(async () => (await scrolled()).left).toBe(0)
  await sheet.page.mouse.up()
  expect(box.width).toBeGreaterThan(edge.width)
})

test('row numbers and headers select rows and columns: a click one, Shift up to there, Ctrl one more, a drag all', async ({
  sheet,
}) => {
  const first = await sheet.rowId(0)
  const rows = await Promise.all([2, 3, 5, 7].map((row) => sheet.rowId(row)))
  const all = 'code name site month fuel'
  await number(sheet, rows[0]!).click()
  expect(await sheet.selected(first)).toMatch(new RegExp(`^2-2 ${all}.*co2e$`))
  await number(sheet, rows[2]!).click({ modifiers: ['Shift'] })
  await expect.poll(() => sheet.selected(first)).toMatch(/^2-5 /)
  await number(sheet, rows[3]!).click({ modifiers: ['Control'] })
  await expect.poll(() => sheet.selected(first)).toMatch(/^2-7 /)
  await sheet.cell(rows[0]!, 'site').click()
  await drag(sheet, number(sheet, rows[1]!), number(sheet, rows[2]!))
  await expect.poll(() => sheet.selected(first)).toMatch(new RegExp(`^3-5 ${all}.*co2e$`))

  await sheet.header('site').click()
  await expect.poll(() => sheet.selected(first)).toMatch(/^0-\d\d+ site$/)
  await expect(sheet.cell(first, 'site')).toBeFocused()
  await sheet.header('fuel').click({ modifiers: ['Shift'] })
  await expect.poll(() => sheet.selected(first)).toMatch(/^0-\d\d+ site month fuel$/)
  await sheet.header('quantity').click({ modifiers: ['Control'] })
  await expect.poll(() => sheet.selected(first)).toMatch(/^0-\d\d+ site month fuel quantity$/)
  await sheet.cell(first, 'quantity').click()
  await drag(sheet, sheet.header('site'), sheet.header('fuel'))
  await expect.poll(() => sheet.selected(first)).toMatch(/^0-\d\d+ site month fuel$/)
  await sheet.header('month').click()
  await expect.poll(() => sheet.selected(first)).toMatch(/^0-\d\d+ month$/)
  await sheet.grid.locator('.ag-header-cell[col-id="#"]').click()
  await expect.poll(() => sheet.selected(first)).toMatch(new RegExp(`^0-\\d\\d+ ${all}.*co2e$`))
})

test('a header far down the sheet selects its column without scrolling', async ({ sheet, press }) => {
  await sheet.cell(await sheet.rowId(0), 'site').click()
  await press('Control+End')
  const top = (): Promise<number> => sheet.grid.locator('.ag-grid-viewport').evaluate((element) => element.scrollTop)
  const before = await top()
  expect(before).toBeGreaterThan(200)
  await sheet.header('month').click()
  await expect(sheet.grid.locator('.ag-cell-focus')).toHaveAttribute('col-id', 'month')
  expect(await top()).toBe(before)
})

test('a right click inside a range keeps it, outside it moves it', async ({ sheet, press }) => {
  const first = await sheet.rowId(0)
  await sheet.cell(await sheet.rowId(2), 'site').click()
  await press('Shift+ArrowDown', 'Shift+ArrowRight')
  await sheet.cell(await sheet.rowId(3), 'month').click({ button: 'right' })
  await expect(sheet.page.getByRole('menu')).toBeVisible()
  expect(await sheet.selected(first)).toBe('2-3 site month')
  await press('Escape')
  await expect(sheet.page.getByRole('menu')).toBeHidden()
  await sheet.cell(await sheet.rowId(6), 'month').click({ button: 'right' })
  await expect(sheet.page.getByRole('menu')).toBeVisible()
  await expect.poll(() => sheet.selected(first)).toBe('6-6 month')
  await press('Escape')
})

test('a filter and a sort never change which rows are selected; what a filter hides is not copied', async ({
  sheet,
  press,
}) => {
  const own = await sheet.ownRows(['shown 1', 'other', 'shown 2'])
  await sheet.cell(own[0]!, 'code').click()
  await press('Shift+ArrowDown', 'Shift+ArrowDown')
  await sheet.page.getByRole('button', { name: 'Find and filter rows' }).click()
  await sheet.page.keyboard.type('shown')
  await expect(sheet.cell(own[1]!, 'code')).toHaveCount(0)
  expect(await sheet.selected(own[0]!)).toBe('0-1 code')
  await sheet.cell(own[2]!, 'code').click({ button: 'right' })
  await sheet.page.getByRole('menuitem', { name: /^Copy/ }).click()
  await expect(sheet.message).toHaveText('Copied 2 × 1 cells')
  await expect
    .poll(async () => (await sheet.page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r', ''))
    .toBe('shown 1\nshown 2')
  await sheet.page.getByRole('button', { name: 'Clear the search' }).click()
  await expect.poll(() => sheet.selected(own[0]!)).toBe('0-2 code')
  await sheet.deleteRows(own)
  const row = await sheet.rowId(4)
  await sheet.cell(row, 'note').click()
  await sheet.chooseInColumnMenu('quantity', 'Sort descending')
  await expect.poll(() => sheet.active(row)).toBe('0 note')
  expect(await sheet.selected(row)).toBe('0-0 note')
  await press('Control+Home')
})
