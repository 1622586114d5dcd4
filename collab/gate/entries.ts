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

/**
 * Whether Yjs puts an entry of the document behind a new one that is written on another entry of the document, and with that
 * behind whatever is written on the new one. Those that were written on the same entry are in the order of their clients,
 * each with what was written on it (`Item.integrate` of Yjs 13).
 */
export function isOutranked(sheet: Sheet, key: string, { id, origin }: Y.Item): boolean {
  const later: Y.Item[] = []
  let under = lastEntry(sheet, key) ?? null
  for (; under !== null && !(origin !== null && holds(under, origin)); under = under.left) {
    later.push(under)
  }
  if (under !== null && origin !== null && !Y.compareIDs(origin, under.lastId)) {
    later.push(under) // merged: the rest of it was written on `origin`
  }
  const before = new Set<Y.Item | Y.GC>()
  const isBefore = (one: Y.ID | null): boolean => {
    const entry = one === null ? null : entryAt(sheet, one)
    return entry !== null && before.has(entry) && (entry !== under || one!.clock > origin!.clock)
  }
  for (const one of later.toReversed()) {
    const isSibling = one === under || isSameId(one.origin, origin)
    if (isSibling ? one.id.client >= id.client : !isBefore(one.origin)) {
      return true
    }
    before.add(one)
  }
  return false
}

const isSameId = (a: Y.ID | null, b: Y.ID | null): boolean =>
  a === b || (a !== null && b !== null && Y.compareIDs(a, b))

const holds = ({ id, length }: Y.Item, { client, clock }: Y.ID): boolean =>
  client === id.client && clock >= id.clock && clock < id.clock + length

function entryAt(sheet: Sheet, { client, clock }: Y.ID): Y.Item | Y.GC {
  const structs = sheet.doc.store.clients.get(client)!
  return structs[Y.findIndexSS(structs, clock)]!
}
