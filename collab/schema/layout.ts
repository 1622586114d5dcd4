/** Names and addresses of the layered document. Root names are one letter because every first write of a cell carries one. */
import type * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'

export const BASE = 'b'
export const PATCHES = 'p'
export const CELLS = 'c'

/** Pseudo fields of the common part: row order (a fractional key) and the mark of a deleted row. Real fields start at 2. */
export const ORDER = 0
export const DELETED = 1
export const FIRST_FIELD = 2

/**
 * Client ids below this belong to servers: seed and fold write as client 1, repairs and API writes as a fresh one per part
 * and process. The gate refuses any struct of a client that claims one, so "is this a repair?" is a comparison of numbers.
 */
export const SERVER_CLIENTS = 2 ** 20
export const FOLD_CLIENT = 1

export const isServerClient = (client: number): boolean => client < SERVER_CLIENTS
export const newRepairClient = (): number => 2 + Math.floor(Math.random() * (SERVER_CLIENTS - 2))

/** A Yjs client id that an author may use. Give it to every Y.Doc that is edited: ids below 2^20 are refused. */
export const newAuthorClient = (): number => SERVER_CLIENTS + Math.floor(Math.random() * (2 ** 32 - SERVER_CLIENTS))

/** Key of a cell in the cells layer. */
export const cellKey = (row: string, ordinal: number): string => `${row}:${ordinal.toString(36)}`

/** Of a key that passed the gate. */
export function splitCellKey(key: string): { row: string; ordinal: number } {
  const at = key.lastIndexOf(':')
  return { row: key.slice(0, at), ordinal: Number.parseInt(key.slice(at + 1), 36) }
}

/** Of a key that a stranger wrote; null when it is none. One cell has one key: no leading zeros. */
export function parseCellKey(key: string): { row: string; ordinal: number } | null {
  const match = /^([\w-]{1,36}):(0|[1-9a-z][0-9a-z]{0,3})$/.exec(key)
  return match === null ? null : { row: match[1]!, ordinal: Number.parseInt(match[2]!, 36) }
}

export const ROW_ID = /^[\w-]{1,36}$/

/** What the order of a row may be: the alphabet of `orderKey.ts`. */
export const ORDER_KEY = /^[0-9A-Za-z]{1,200}$/

export interface Layers {
  base: Y.Map<Uint8Array>
  patches: Y.Array<Uint8Array>
  /** Only cell values: the gate lets nothing else in. */
  cells: Y.Map<CellValue>
}

export const layersOf = (doc: Y.Doc): Layers => ({
  base: doc.getMap(BASE),
  patches: doc.getArray(PATCHES),
  cells: doc.getMap(CELLS),
})
