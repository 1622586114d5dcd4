import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { HistoryPanel } from '../pages/HistoryPanel.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

const number = (sheet: SheetPage, row: string): Locator => sheet.cell(row, '#')

async function centre(of: Locator): Promise<{ x: number; y: number; height: number }> {
  const box = (await of.boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, height: box.height }
}

/** Presses the number of a row and draws it to just above another one, without letting go. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await centre(from)
  const end = await centre(to)
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x, start.y + 8)
  await page.mouse.move(end.x, end.y - end.height / 2 + 3, { steps: 4 })
}

const firstRows = async (sheet: SheetPage, count: number): Promise<string[]> => {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    ids.push(await sheet.rowId(i))
  }
  return ids
}

test('selected rows are drawn to another place by their numbers, for everybody, in one step; Escape cancels', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [sheet, other] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('admin'))]
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  await other.open(table.id, cycle.id)
  const before = await firstRows(sheet, 7)
  const [a, b, c, d, e, f, g] = before as [string, string, string, string, string, string, string]
  const line = sheet.grid.locator('.ov-gap').first()

  await number(sheet, b).click()
  await number(sheet, c).click({ modifiers: ['Shift'] })
  await drag(page, number(sheet, b), number(sheet, f))
  await expect(line).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(line).toBeHidden()
  await page.mouse.up()
  expect(await firstRows(sheet, 7)).toEqual(before)

  await drag(page, number(sheet, c), number(sheet, f))
  await page.mouse.up()
  await expect(sheet.message).toHaveText('Moved 2 rows')
  for (const one of [sheet, other]) {
    await expect.poll(() => firstRows(one, 7)).toEqual([a, d, e, b, c, f, g])
  }
  await page.keyboard.press('Alt+Shift+H')
  const history = new HistoryPanel(page)
  await page.getByText('Sheet', { exact: true }).click()
  await expect(history.panel.getByTestId('history-how').first()).toHaveText('2 rows moved')

  await number(sheet, b).click()
  await page.keyboard.press('Control+z')
  for (const one of [sheet, other]) {
    await expect.poll(() => firstRows(one, 7)).toEqual(before)
  }

  // by the keyboard, one place at a time, the active cell goes along
  await sheet.cell(d, 'quantity').click()
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expect.poll(() => firstRows(sheet, 4)).toEqual([a, b, d, c])
  await expect(sheet.cell(d, 'quantity')).toBeFocused()
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await expect.poll(() => firstRows(other, 4)).toEqual([a, b, c, d])
  await sheet.saved()
})

test('a drag beyond the lower edge scrolls, and the row goes to where it is let go', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('owner'))
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  const [first, second] = await firstRows(sheet, 2)
  await number(sheet, first!).click()
  const start = await centre(number(sheet, first!))
  const area = (await sheet.grid.boundingBox())!
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x, start.y + 40)
  await page.mouse.move(start.x, area.y + area.height - 4)
  const scrolled = (): Promise<number> => sheet.grid.locator('.ag-grid-viewport').evaluate(({ scrollTop }) => scrollTop)
  await expect.poll(scrolled).toBeGreaterThan(600)
  await page.mouse.up()
  await expect(sheet.message).toHaveText('Moved 1 row')
  await expect
    .poll(async () => Number(await sheet.grid.locator(`.ag-row[row-id="${first}"]`).first().getAttribute('row-index')))
    .toBeGreaterThan(30)
  await page.keyboard.press('Control+z')
  await expect(sheet.message).toContainText('Undone')
  await page.keyboard.press('Control+Home')
  expect(await firstRows(sheet, 2)).toEqual([first, second])
  await sheet.saved()
})

test('two people who move rows at once see one order', async ({ signedIn, workspace }) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const [one, two] = [new SheetPage(await signedIn('owner')), new SheetPage(await signedIn('admin'))]
  await one.open(table.id, cycle.id)
  await two.open(table.id, cycle.id)
  const before = await firstRows(one, 6)
  await one.page.context().setOffline(true)
  await one.cell(before[1]!, 'quantity').click()
  await one.page.keyboard.press('Alt+Shift+ArrowDown')
  await one.page.keyboard.press('Alt+Shift+ArrowDown')
  await two.cell(before[1]!, 'quantity').click()
  await two.page.keyboard.press('Alt+Shift+ArrowUp')
  await two.cell(before[4]!, 'quantity').click()
  await two.page.keyboard.press('Alt+Shift+ArrowUp')
  await two.saved()
  await one.page.context().setOffline(false)
  await one.saved()
  await expect.poll(async () => (await firstRows(one, 6)).join() === (await firstRows(two, 6)).join()).toBe(true)
  expect((await firstRows(one, 6)).toSorted()).toEqual(before.toSorted())

  for (const row of before.toReversed()) {
    const at = before.indexOf(row)
    await expect(async () => {
      const now = (await firstRows(two, 6)).indexOf(row)
      if (now !== at) {
        await two.cell(row, 'quantity').click()
        await two.page.keyboard.press(now < at ? 'Alt+Shift+ArrowDown' : 'Alt+Shift+ArrowUp')
      }
      expect((await firstRows(two, 6)).indexOf(row)).toBe(at)
    }).toPass()
  }
  await two.saved()
})

test('rows stay while the sheet is sorted, and where the order may not be written; each says why', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('owner'))
  await sheet.open(table.id, cycle.id)
  await sheet.chooseInColumnMenu('quantity', 'Sort ascending')
  const sorted = await firstRows(sheet, 3)
  await number(sheet, sorted[0]!).click()
  await drag(sheet.page, number(sheet, sorted[0]!), number(sheet, sorted[2]!))
  await sheet.page.mouse.up()
  await expect(sheet.message).toHaveText('Rows are moved in the order of the sheet. Take sort and filter away first.')
  expect(await firstRows(sheet, 3)).toEqual(sorted)

  const viewer = new SheetPage(await signedIn('viewer'))
  await viewer.open(table.id, cycle.id)
  const rows = await firstRows(viewer, 3)
  await viewer.cell(rows[1]!, 'quantity').click()
  await viewer.page.keyboard.press('Alt+Shift+ArrowUp')
  await expect(viewer.message).toHaveText('You may not change the order of these rows.')
  expect(await firstRows(viewer, 3)).toEqual(rows)
})
