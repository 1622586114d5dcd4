/**
 * The sheet in a real page, production build, beside AG Grid Community on plain row objects in the same browser; and what
 * each of its frames may take when there is much data.
 */
import { chromium } from '@playwright/test'
import { atMost, type BenchRow } from './BenchRow.ts'
import { sheetTable } from './data/sheetTable.ts'
import { BareGridSide } from './client/BareGridSide.ts'
import { buildBareGrid } from './client/buildBareGrid.ts'
import { FIELDS, PASTED } from './data/gridTask.ts'
import type { GridSide } from './client/GridSide.ts'
import { OurGridSide } from './client/OurGridSide.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median } from './measure/statistics.ts'

const ROUNDS = 5
/** Ours may take so much more than row objects do. */
const TIMES = 1.2
const LONGEST_TASK_MS = 100

/** By what was done, in ms. */
type Figures = Record<string, number>

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

export async function benchSheetInBrowser(): Promise<BenchRow[]> {
  const script = await buildBareGrid()
  const product = await RunningProduct.start('demo')
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  const rows: BenchRow[] = []
  try {
    for (const count of [10_000, 100_000]) {
      const tsv = pastedText(count)
      const bare = await BareGridSide.start(browser, script, count, tsv)
      const reference = await figuresOf(bare)
      const naive = count === 10_000 ? await bare.openNaive(count) : null
      await bare.close()
      const side = await OurGridSide.start(browser, product, count, tsv)
      const ours = await figuresOf(side)
      rows.push(...compared(count, ours, reference, naive))
      if (count === 100_000) {
        for (const [what, ms] of side.longestTaskMs) {
          rows.push(atMost(`100k x 20, longest task: ${what}`, { ours: ms, bar: LONGEST_TASK_MS, unit: 'ms' }))
        }
      } else {
        rows.push(
          atMost('10k x 20, 20 people move ten times a second: script in each frame', {
            ours: await side.scriptPerFrameWithPeople(20),
            bar: 1,
            unit: 'ms',
          }),
        )
      }
      await side.close()
    }
  } finally {
    await browser.close()
    await product.stop()
  }
  return rows
}

async function figuresOf(side: GridSide): Promise<Figures> {
  const { ms: open, heapMb } = await side.open()
  const scroll = await side.scroll()
  // while the columns still hold what they held: afterwards many cells are alike
  const texts = await side.sort('texts')
  const numbers = await side.sort('numbers')
  const filter = await side.filter()
  const short: Record<string, number[]> = { arrow: [], type: [], edit: [], remoteCell: [], remoteBlock: [] }
  for (let round = 0; round < ROUNDS; round++) {
    short['arrow']!.push(await side.arrow())
    short['type']!.push(await side.type())
    short['edit']!.push(await side.edit())
    short['remoteCell']!.push(await side.remoteCell())
    short['remoteBlock']!.push(await side.remoteBlock())
  }
  const pasted = await side.paste()
  return {
    open,
    heapMb,
    scroll50: scroll.p50,
    scroll95: scroll.p95,
    blank: scroll.blank,
    texts,
    numbers,
    filter,
    ...Object.fromEntries(Object.entries(short).map(([what, all]) => [what, median(all)])),
    paste: pasted.ms,
    undo: pasted.undoMs,
    clear: await side.clear(),
    copy: await side.copy(),
  }
}

interface Measure {
  name: string
  unit: 'ms' | 'MB' | 'frames'
  /** In 10,000 rows, and in 100,000; null: nobody has asked for so much. */
  bars: readonly [number | null, number | null]
  /** Bare AG Grid does the same. */
  isCompared: boolean
}

const measure = (name: string, small: number | null, large: number | null = small): Measure => ({
  name,
  unit: 'ms',
  bars: [small, large],
  isCompared: true,
})

const MEASURES: Readonly<Record<string, Measure>> = {
  open: measure('document received to first paint', 500, null),
  heapMb: { ...measure('heap when open', 200), unit: 'MB' },
  scroll50: measure('scroll 60 px a frame, p50', 17),
  scroll95: measure('scroll 60 px a frame, p95', 33),
  blank: { ...measure('scroll 60 px a frame, blank', 0), unit: 'frames', isCompared: false },
  arrow: measure('arrow key to painted box', 32),
  type: measure('typed character to editor', 50),
  edit: measure('local edit to paint', 32),
  remoteCell: measure('a cell of somebody else, received to paint', 50),
  remoteBlock: measure('100,000 cells of somebody else, received to paint', 550),
  paste: measure('paste 5,000 x 8: review and commit', 600),
  undo: measure('undo of that paste', 300),
  clear: measure('clear two columns', 400, null),
  copy: measure('copy all cells', 200, null),
  texts: measure('sort by different texts', 100, 500),
  numbers: measure('sort by numbers', 100, 500),
  filter: measure('filter by numbers', 100, 500),
}

function compared(count: number, ours: Figures, reference: Figures, naiveMs: number | null): BenchRow[] {
  const size = `${count / 1000}k x ${FIELDS}`
  const rows = Object.entries(MEASURES).flatMap(([what, { name, unit, bars, isCompared }]) => {
    const [figure, other] = [ours[what]!, reference[what]!]
    const bar = bars[count === 10_000 ? 0 : 1]
    return [
      ...(bar === null ? [] : [atMost(`${size}, ${name}`, { ours: figure, bar, unit })]),
      ...(isCompared
        ? [atMost(`${size}, ${name}, against row objects`, { ours: figure, reference: other, unit, times: TIMES })]
        : []),
    ]
  })
  return naiveMs === null
    ? rows
    : [
        ...rows,
        atMost(`${size}, received to first paint, against a Y.Map of Y.Maps`, {
          ours: ours['open']!,
          reference: naiveMs,
          unit: 'ms',
          times: 1,
        }),
      ]
}

/** As a spreadsheet would put other rows of the same table on the clipboard. */
function pastedText(count: number): string {
  const { valueAt } = sheetTable(count, FIELDS)
  const text = (row: number, column: number): string => {
    const value = valueAt((row + 77) % count, column)
    return Array.isArray(value) ? `Option ${value[0]!.slice(1)}` : value === null ? '' : String(value).toUpperCase()
  }
  return Array.from({ length: PASTED.rows }, (_, row) =>
    Array.from({ length: PASTED.columns }, (__, column) => text(row, column)).join('\t'),
  ).join('\r\n')
}
