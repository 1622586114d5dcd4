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
    await sheet.saved()
  })
}
