/** `npm run bench [-- --only NAME] [-- --json FILE]`: runs the measurements and prints name, ours, reference, ratio, bar. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { BenchRow } from './BenchRow.ts'

const BENCHES: Record<string, () => Promise<() => Promise<BenchRow[]>>> = {
  open: async () => (await import('./openSheet.ts')).benchOpenSheet,
  paste: async () => (await import('./pasteBlock.ts')).benchPasteBlock,
  edit: async () => (await import('./singleEdit.ts')).benchSingleEdit,
  generations: async () => (await import('./generations.ts')).benchGenerations,
  formulas: async () => (await import('./formulas.ts')).benchFormulas,
  'monte-carlo': async () => (await import('./monteCarlo.ts')).benchMonteCarlo,
  runs: async () => (await import('./runs.ts')).benchRuns,
  factor: async () => (await import('./factorChange.ts')).benchFactorChange,
  live: async () => (await import('./liveEdits.ts')).benchLiveEdits,
  flood: async () => (await import('./flood.ts')).benchFlood,
  connections: async () => (await import('./connections.ts')).benchConnections,
  rest: async () => (await import('./restRows.ts')).benchRestRows,
  exports: async () => (await import('./exports.ts')).benchExports,
  search: async () => (await import('./search.ts')).benchSearch,
  readings: async () => (await import('./readings.ts')).benchReadings,
  imports: async () => (await import('./imports.ts')).benchImports,
  start: async () => (await import('./startAndMemory.ts')).benchStartAndMemory,
  grid: async () => (await import('./sheetInBrowser.ts')).benchSheetInBrowser,
  page: async () => (await import('./firstPaint.ts')).benchFirstPaint,
}

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } })
const names = values.only === undefined ? Object.keys(BENCHES) : values.only.split(',')
const unknown = names.filter((name) => BENCHES[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.\n`)
  process.exit(2)
}

const figure = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(2) : value.toFixed(4)
const line = (cells: string[]): string =>
  `${cells[0]!.padEnd(52)}${cells
    .slice(1)
    .map((cell) => cell.padStart(15))
    .join('')}\n`
const rows: BenchRow[] = []
process.stdout.write(line(['name', 'ours', 'reference', 'ratio', 'bar', '']))
for (const name of names) {
  const bench = await BENCHES[name]!()
  for (const row of await bench()) {
    rows.push(row)
    process.stdout.write(
      line([
        row.name,
        `${figure(row.ours)} ${row.unit}`,
        `${figure(row.reference)} ${row.unit}`,
        figure(row.ratio),
        row.bar,
        row.pass ? 'met' : 'MISSED',
      ]),
    )
  }
}
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
}
process.exit(0)
