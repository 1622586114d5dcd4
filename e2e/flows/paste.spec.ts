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

    await expect(first.page.getByRole('status').filter({ hasText: /Pasted 1\s?200 cells/ })).toBeAttached()
    await first.saved()
    await second.scrollToEnd()
    await expect(second.grid.getByText('PASTED-199').last()).toBeVisible()
    await expect(async () => expect(await totalOf(workspace.admin, cycle.id)).toBeGreaterThan(totalBefore)).toPass()
  })
}

async function totalOf(workspace: { get<T>(path: string): Promise<T> }, cycleId: string): Promise<number> {
  return (await workspace.get<{ total: { co2e_kg: number } }>(`cycles/${cycleId}/emissions`)).total.co2e_kg
}
