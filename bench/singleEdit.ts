/** One typed value in a sheet of 10,000 x 15: its bytes on the wire, and what the gate takes to judge it. */
import * as Y from 'yjs'
import { decide, isClean } from '#collab/gate/decide.ts'
import { inspect } from '#collab/gate/inspect.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { openDocument } from './data/openDocument.ts'
import { OPEN } from './data/openPolicy.ts'
import { random } from './data/random.ts'
import { layeredUpdate, sheetTable } from './data/sheetTable.ts'
import { median } from './measure/statistics.ts'

const EDITS = 4000

export async function benchSingleEdit(): Promise<BenchRow[]> {
  const table = sheetTable(10_000, 15)
  const seed = layeredUpdate(table)
  const author = new Sheet(openDocument(seed))
  const updates: Uint8Array[] = []
  author.doc.on('update', (update: Uint8Array) => updates.push(update))
  const next = random(11)
  for (let row = 0; row < EDITS / 2; row++) {
    author.set(table.rows[row]!, 3, Math.round(next() * 1e6) / 100)
  }
  for (let row = 0; row < EDITS / 2; row++) {
    author.set(table.rows[row]!, 3, Math.round(next() * 1e4)) // a decimal number takes 6 bytes more
  }
  const bytes = updates.map(({ length }) => length)
  return [
    atMost('first write of a cell, bytes', { ours: median(bytes.slice(0, EDITS / 2)), bar: 55, unit: 'B' }),
    atMost('overwrite of a cell with a whole number, bytes', {
      ours: median(bytes.slice(EDITS / 2)),
      bar: 32,
      unit: 'B',
    }),
    atMost('gate of a single edit', { ours: gateMicroseconds(seed, updates), bar: 10, unit: 'us' }),
  ]
}

/** The document goes on with each edit, as on a server; only the judgement is timed. */
function gateMicroseconds(seed: Uint8Array, updates: readonly Uint8Array[]): number {
  const sheet = new Sheet(openDocument(seed))
  sheet.indexAll()
  const times = updates.map((update) => {
    const start = performance.now()
    const decision = decide(
      sheet,
      inspect(sheet, update, () => true),
      OPEN,
      null,
    )
    const used = performance.now() - start
    if (!isClean(decision)) {
      throw new Error('the gate refused an edit that anybody may make')
    }
    Y.applyUpdate(sheet.doc, update)
    return used
  })
  return median(times) * 1000
}
