import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const TABLE = ['Stationary combustion', 'FY2025', 'Liquid fuels and LPG'] as const

for (const language of ['en', 'ar'] as const) {
  test(`an open editor and the active cell stay with their row while somebody else adds and removes rows above (${language})`, async ({
    signedIn,
    workspace,
  }) => {
    const { table, cycle } = await workspace.sheetOf(...TABLE)
    const [sheet, other] = [new SheetPage(await signedIn('admin')), new SheetPage(await signedIn('owner'))]
    const { page } = sheet
    await page.evaluate((one) => localStorage.setItem('carbonsheet.language', one), language)
    await sheet.open(table.id, cycle.id)
    await other.open(table.id, cycle.id)
    const row = await sheet.rowId(6)
    const index = (): Promise<string | null> =>
      sheet.grid.locator(`.ag-row[row-id="${row}"]`).getAttribute('aria-rowindex')
    const before = Number(await index())
    await sheet.cell(row, 'note').click()
    await page.keyboard.type('half a')

    const added = await other.ownRows(['one', 'two', 'three'])
    await expect.poll(index).toBe(String(before + 3))
    await expect(page.locator('.text-editor')).toHaveValue('half a')
    await expect(page.locator('.text-editor')).toBeFocused()
    expect(await sheet.overlaps(page.locator('.text-editor'), sheet.cell(row, 'note'))).toBe(true)
    await page.keyboard.type(' sentence')
    await page.keyboard.press('Enter')
    await expect(sheet.cell(row, 'note')).toHaveText('half a sentence')

    await sheet.cell(row, 'note').click()
    await other.deleteRows(added)
    await expect.poll(index).toBe(String(before))
    await expect(sheet.cell(row, 'note')).toBeFocused()
    await page.keyboard.press('Control+z')
    await expect(sheet.cell(row, 'note')).not.toHaveText('half a sentence')
    await expect(sheet.saveStatus).toHaveText(/Saved|محفوظ/)
  })
}

test('the active cell keeps its row and the keyboard when rows are sorted, and the last row is reached from the first', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(2)
  await sheet.cell(row, 'quantity').click()
  await sheet.chooseInColumnMenu('quantity', 'Sort descending')
  await expect(sheet.header('quantity')).toHaveAttribute('aria-sort', 'descending')
  await page.keyboard.press('Escape')
  await expect(sheet.grid.locator('.ov-single').first()).toBeVisible()
  expect(await sheet.grid.locator('.ag-row:has([aria-selected="true"])').getAttribute('row-id')).toBe(row)

  const rows = Number(await sheet.grid.locator('[aria-rowcount]').getAttribute('aria-rowcount'))
  await sheet.cell(row, 'quantity').click()
  await page.keyboard.press('Control+End')
  const last = sheet.grid.locator('.ag-row:has(.ag-cell-focus)')
  await expect(last).toBeInViewport()
  const at = Number(await last.getAttribute('aria-rowindex'))
  await page.keyboard.press('Control+Home')
  await expect(sheet.grid.locator('.ag-row[row-index="0"] .ag-cell-focus')).toBeFocused()
  // behind the last row of the sheet there are the totals
  expect(rows - at).toBe(1)
})

test('other row heights leave every row in its place below the one before it, and the totals below all', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...TABLE)
  const sheet = new SheetPage(await signedIn('admin'))
  const { page } = sheet
  await sheet.open(table.id, cycle.id)
  const places = async (): Promise<number[]> => {
    const tops: number[] = []
    for (let i = 0; i < 4; i++) {
      tops.push((await sheet.grid.locator(`.ag-row[row-index="${i}"][row-id]`).first().boundingBox())?.y ?? 0)
    }
    return tops.slice(1).map((top, i) => Math.round(top - tops[i]!))
  }
  const before = await places()
  expect(new Set(before).size).toBe(1)
  await sheet.views.click()
  await page.getByRole('menuitem', { name: 'Row height: Normal' }).press('ArrowRight')
  await page.getByRole('menuitem', { name: /Tall/ }).click()
  await expect.poll(async () => (await places())[0]).toBeGreaterThan(before[0]!)
  expect(new Set(await places()).size).toBe(1)
  const below = async (): Promise<number> => {
    const [totals, grid] = [await sheet.total('quantity').boundingBox(), await sheet.grid.boundingBox()]
    return Math.round(totals!.y + totals!.height - grid!.y - grid!.height)
  }
  await expect.poll(below).toBeLessThanOrEqual(0)
})
