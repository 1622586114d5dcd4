/** Opening a sheet: our layers against a Y.Map of Y.Maps, bytes to values that a grid can show, CPU of one process. */
import { deflateRawSync } from 'node:zlib'
import * as Y from 'yjs'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { atLeast, atMost, type BenchRow } from './BenchRow.ts'
import { layeredUpdate, naiveUpdate, sheetTable, type SheetTable } from './data/sheetTable.ts'
import { medianCpuMs } from './measure/statistics.ts'

const collect = globalThis.gc ?? ((): void => {})

function heapMb(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}

/** What the grid needs to show a screen and the formulas to run: rows in order and every column readable. */
function openLayered(update: Uint8Array, ordinals: readonly number[]): ColumnStore {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const store = new ColumnStore(new Sheet(doc))
  for (const slot of store.liveSlots().subarray(0, 50)) {
    for (const ordinal of ordinals) {
      store.value(slot, ordinal)
    }
  }
  return store
}

function openNaive(update: Uint8Array, ordinals: readonly number[]): Y.Map<Y.Map<unknown>> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const rows = doc.getMap<Y.Map<unknown>>('rows')
  for (const cells of [...rows.values()].slice(0, 50)) {
    for (const ordinal of ordinals) {
      cells.get(String(ordinal))
    }
  }
  return rows
}

function compare(
  label: string,
  table: SheetTable,
  repeats: number,
): { ours: number; naive: number; update: Uint8Array } {
  const update = layeredUpdate(table)
  const naive = naiveUpdate(table)
  openLayered(update, table.ordinals)
  return {
    ours: medianCpuMs(repeats, () => void openLayered(update, table.ordinals)),
    naive: medianCpuMs(Math.min(repeats, 3), () => void openNaive(naive, table.ordinals)),
    update,
  }
}

export async function benchOpenSheet(): Promise<BenchRow[]> {
  const small = sheetTable(10_000, 15)
  const smallRun = compare('10k x 15', small, 7)
  const big = sheetTable(100_000, 20)
  const bigRun = compare('100k x 20', big, 5)
  const before = heapMb()
  const kept = openLayered(bigRun.update, big.ordinals)
  const heap = heapMb() - before
  const rows = [
    atLeast('open 10k x 15, CPU', { ours: smallRun.ours, reference: smallRun.naive, unit: 'ms', times: 15 }),
    atLeast('open 100k x 20, CPU', { ours: bigRun.ours, reference: bigRun.naive, unit: 'ms', times: 15 }),
    atMost('open 100k x 20, CPU against its bar', { ours: bigRun.ours, bar: 150, unit: 'ms' }),
    atMost('100k x 20 on the wire', { ours: bigRun.update.length / 1e6, bar: 16, unit: 'MB' }),
    atMost('100k x 20 compressed', {
      ours: deflateRawSync(bigRun.update, { level: 1 }).length / 1e6,
      bar: 7,
      unit: 'MB',
    }),
    atMost('100k x 20 heap when open', { ours: heap, bar: 60, unit: 'MB' }),
  ]
  kept.destroy()
  return rows
}
