import { BaseWriter, ROWS_PER_BLOCK } from './BaseWriter.ts'
import type { ValueAt } from './encodeBlock.ts'
import { ORDER } from './layout.ts'
import { seedOrderKeys } from './orderKey.ts'

/**
 * The first state of a common part as one Yjs update: the rows in the order given, packed as base blocks. `ordinals` are
 * real fields (2 and up); the order keys are added here. The same content always gives the same bytes.
 */
export function encodeSeed(rows: readonly string[], ordinals: readonly number[], valueAt: ValueAt): Uint8Array {
  const orderKeys = seedOrderKeys(rows.length)
  return encodeCells(rows, [ORDER, ...ordinals], (row, column) =>
    column === 0 ? (orderKeys[row] ?? null) : valueAt(row, column - 1),
  )
}

/** The first state of a part that holds only cells of rows, which have their order in the common part. */
export function encodeCells(rows: readonly string[], ordinals: readonly number[], valueAt: ValueAt): Uint8Array {
  const writer = new BaseWriter()
  for (let start = 0; start < rows.length; start += ROWS_PER_BLOCK) {
    writer.add(rows.slice(start, start + ROWS_PER_BLOCK), ordinals, (row, column) => valueAt(start + row, column))
  }
  return writer.finish()
}
