import type { FileCell } from '#shared/api/imports.ts'
import { ReadingError } from '../reading/ReadingError.ts'
import type { FileRow } from './fileRows.ts'

/** More keys are no columns of a table. */
const MOST_KEYS = 1000

/**
 * Objects as rows below a first one with their keys. Of rows as the list of rows and exports give them, the id and the values
 * count; what was computed does not. The row of keys comes last, because any object may bring a new one.
 */
export async function* objectRows(objects: AsyncIterable<Readonly<Record<string, unknown>>>): AsyncGenerator<FileRow> {
  const columns = new Map<string, number>()
  let row = 1
  for await (const object of objects) {
    const cells: FileCell[] = []
    for (const [key, value] of Object.entries(flat(object))) {
      const column = columns.get(key) ?? columns.size
      columns.set(key, column)
      cells[column] = cellOf(value)
    }
    if (columns.size > MOST_KEYS) {
      throw new ReadingError('too-large', `The objects have more than ${MOST_KEYS} keys. Take out what is not needed.`)
    }
    yield { sheet: 0, row: ++row, cells: Array.from(cells, (cell) => cell ?? null) }
  }
  yield { sheet: 0, row: 1, cells: [...columns.keys()] }
}

function flat(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { id, values } = object
  return typeof values === 'object' && values !== null && !Array.isArray(values)
    ? { ...(typeof id === 'string' && { id }), ...values }
    : object
}

/** Lists of texts stay lists; what is no cell is its JSON, which fits no field but a text. */
function cellOf(value: unknown): FileCell {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'object':
      if (value === null) {
        return null
      }
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : JSON.stringify(value)
    default:
      return null
  }
}
