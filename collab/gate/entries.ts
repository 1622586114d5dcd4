/** The entries that a cell has in the cells layer, a chain of which Yjs shows the last, and the chain of bulk writes. */
import * as Y from 'yjs'
import type { Sheet } from '#collab/schema/Sheet.ts'

/**
 * The newest entry of a cell, live or not (Yjs has no public accessor for the item behind a map key). Yjs merges deleted
 * neighbours into one item, so its place in the chain is `lastId`, never `id`.
 */
export function lastEntry(sheet: Sheet, key: string): Y.Item | undefined {
  return sheet.layers.cells._map.get(key)
}

/** The newest bulk write; null when there is none. */
export function lastPatch({ layers }: Sheet): Y.Item | null {
  let last: Y.Item | null = null
  for (let item = layers.patches._start; item !== null; item = item.right) {
    last = item
  }
  return last
}

/** Those on which no other one stands. */
export const tailsOf = (items: Y.Item[]): Y.Item[] =>
  items.length === 1
    ? items
    : items.filter((item) => items.every(({ origin }) => origin === null || !Y.compareIDs(origin, item.lastId)))
