import { createHash } from 'node:crypto'

/** A UUID that is always the same for the same name, so that two seeded databases can be compared. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(`carbonsheet seed: ${name}`).digest('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Id of a table of a project, `place` is the project's. */
export const tableIdOf = (place: string, module: string, table: string): string => uuidOf(`${place}/${module}/${table}`)

/** Ids of the rows of a sheet, by their place in it. */
export function rowIdsOf(place: string, tableId: string, cycle: string): (index: number) => string {
  const prefix = uuidOf(`${tableId}/${uuidOf(`${place}/${cycle}`)}`).slice(0, 8)
  return (index) => `${prefix}${index.toString(36).padStart(4, '0')}`
}

/** Numbers in [0, 1) that depend on nothing but `name` (mulberry32). */
export function randomOf(name: string): () => number {
  let state = createHash('sha256').update(name).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
