import { MAX_LIST_LENGTH } from '../cellValue.ts'
import { asItIs, type CellType } from './CellType.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= MAX_LIST_LENGTH && value.every((id) => typeof id === 'string' && ID.test(id))

/** Files; the cell stores their ids. */
export const evidence: CellType = {
  rules: [],
  isFree: false,
  isList: true,
  hasOptions: false,
  hasUnit: false,
  isWords: false,
  expected: 'a list of ids of uploaded files',
  coerce({ text }) {
    const ids = [...new Set(text.split(/[\s,]+/))]
    return isIds(ids) ? ids : text
  },
  format: asItIs,
  problem: (value, { name }, shown) =>
    isIds(value)
      ? null
      : { code: 'not-files', message: `${name}: “${shown}” is no file. Clear the cell and attach the file instead.` },
  takes: () => isIds,
}
