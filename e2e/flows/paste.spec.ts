import { excelBlock } from '../fixtures/spreadsheet.ts'
import { expect, test } from '../fixtures/test.ts'
import { SheetPage } from '../pages/SheetPage.ts'

const MONTHS = 12
const FUEL = 'Gas oil, UK (DESNZ)'
/** 200 rows of the first six entered columns of the table: code, name, site, month, fuel, quantity. */
const rows = Array.from({ length: 200 }, (_, i) => [
  `PASTED-${i}`,
  'Generator, hired\n(two lines)',
  'Stoke-on-Trent',
  `2025-${String((i % MONTHS) + 1).padStart(2, '0')}`,
  FUEL,
  1000 + i,
])
const block = excelBlock(rows)

for (const [flavour, clipboard] of [
  ['HTML', block],
  ['TSV', { text: block.text }],
] as const) {
  test(`200 rows x 6 columns pasted from a spreadsheet (${flavour}) appear here, in the other browser and in the total`, async ({
    signedIn,
    workspace,
  }) => {
    const { table, cycle } = await workspace.sheetOf('Stationary combustion', 'FY2025', 'Liquid fuels and LPG')
    const first = new SheetPage(await signedIn('admin'))
    const second = new SheetPage(await signedIn('owner'))
    await first.open(table.id, cycle.id)
    await second.open(table.id, cycle.id)
    const totalBefore = await totalOf(workspace.admin, cycle.id)

    await first.addRowAndSelectIt()
    await first.paste(clipboard)
    await expect(first.pasteDialog.getByTestId('paste-tallies')).toContainText('199Rows added')
    await expect(first.pasteDialog.getByTestId('paste-tallies')).toContainText(/\+[\d\s.]+ tCO₂e/)
    await first.agreeToPaste()

    await expect(first.page.getByRole('status').filter({ hasText: /Pasted 1\s?200 cells/ })).toBeAttached()
    await first.saved()
    await second.scrollToEnd()
    await expect(second.grid.getByText('PASTED-199').last()).toBeVisible()
    await expect(async () => expect(await totalOf(workspace.admin, cycle.id)).toBeGreaterThan(totalBefore)).toPass()
  })
}

/** A sheet with a date and a number with a unit in it. */
const METERING = ['Purchased electricity', 'FY2025', 'Half-hourly metering'] as const

test('what can be read in two ways is asked about once, cancelled it changes nothing, and it is one undo step', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...METERING)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const row = await sheet.rowId(3)
  const cells = [sheet.cell(row, 'date'), sheet.cell(row, 'energy')] as const
  const before = await Promise.all(cells.map((cell) => cell.textContent()))
  const text = '01/02/2025\t00:30\t1.234 MWh\r\n'

  await cells[0].click()
  await sheet.paste({ text })
  await expect(sheet.pasteDialog).toContainText('01/02/2025 → 2 Jan 2025')
  await expect(sheet.pasteDialog).toContainText('1.234 → 1\u00a0234')
  await sheet.page.keyboard.press('Escape')
  await expect(sheet.pasteDialog).toBeHidden()
  await expect(cells[0]).toBeFocused()
  expect(await Promise.all(cells.map((cell) => cell.textContent()))).toEqual(before)

  await sheet.paste({ text })
  await sheet.agreeToPaste()
  await expect(sheet.pasteDialog).toContainText('Choose one of the two.')
  await sheet.answer(/^The comma/)
  await sheet.answer(/^Month, day/)
  await sheet.page.keyboard.press('Enter')
  await expect(cells[0]).toHaveText('2 Jan 2025')
  await expect(cells[1]).toHaveText('1\u00a0234\u00a0000')
  await expect(sheet.message).toHaveText('Pasted 3 cells, 1 converted from MWh')
  await expect(cells[0]).toBeFocused()
  await sheet.page.keyboard.press('Control+z')
  await expect(cells[0]).toHaveText(before[0] ?? '')
  await expect(cells[1]).toHaveText(before[1] ?? '')

  await sheet.paste({ text })
  await expect(sheet.pasteDialog.getByRole('radio', { name: /^The comma/ })).toBeChecked()
  await expect(sheet.pasteDialog.getByRole('radio', { name: /^Month, day/ })).toBeChecked()

  // who goes elsewhere while the question is open has pasted nothing, here or there
  await sheet.page.evaluate(() => document.querySelector<HTMLElement>('nav a[href^="/modules/"]')?.click())
  await sheet.page.waitForURL(/modules/)
  await expect(sheet.pasteDialog).toBeHidden()
  await sheet.open(table.id, cycle.id)
  expect(await Promise.all(cells.map((cell) => cell.textContent()))).toEqual(before)
})

test('a paste of mostly errors is shown first, and only what fits is written when that is wanted', async ({
  signedIn,
  workspace,
}) => {
  const { table, cycle } = await workspace.sheetOf(...METERING)
  const sheet = new SheetPage(await signedIn('admin'))
  await sheet.open(table.id, cycle.id)
  const [row, next] = [await sheet.rowId(5), await sheet.rowId(6)]
  const before = (await sheet.cell(row, 'energy').textContent()) ?? ''
  await sheet.cell(row, 'energy').click()
  await sheet.paste({ text: '5 L\r\n77\r\nn/a\r\n' })
  await expect(sheet.pasteDialog).toContainText('L does not convert to kWh')
  await expect(sheet.pasteDialog).toContainText('is not a number')
  await sheet.pasteDialog.getByRole('checkbox', { name: 'Skip cells with errors' }).check()
  await sheet.pasteDialog.getByRole('button', { name: 'Paste 1 cell' }).click()
  await expect(sheet.cell(next, 'energy')).toHaveText('77')
  await expect(sheet.cell(row, 'energy')).toHaveText(before)
  await expect(sheet.message).toHaveText('Pasted 1 cell, 2 with errors skipped')
})

async function totalOf(workspace: { get<T>(path: string): Promise<T> }, cycleId: string): Promise<number> {
  return (await workspace.get<{ total: { co2e_kg: number } }>(`cycles/${cycleId}/emissions`)).total.co2e_kg
}
