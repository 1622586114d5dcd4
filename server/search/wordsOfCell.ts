import type { CellValue } from '#shared/cells/cellValue.ts'
import type { FieldType } from '#shared/fields/field.ts'
import { searchWords } from '#shared/search/words.ts'
import { derivedText } from '#server/collaboration/jsonOf.ts'

/** Of an id, in letters. */
const ID_LENGTH = 100

/** Fields whose cells hold ids of what people know by a name. */
const NAMED: ReadonlySet<FieldType> = new Set(['option', 'options', 'person', 'reference', 'factor', 'evidence'])

/** Whether the words of the cells themselves are searched. */
export const isText = (type: FieldType): boolean => type === 'text' || type === 'long_text'

/** How cells that hold this id are found. */
export const wordOfId = (id: string): string => `=${derivedText(id.toWellFormed())?.slice(0, ID_LENGTH) ?? ''}`

/** What a cell is found by; numbers, dates and results are found by nothing. */
export function wordsOfCell(type: FieldType, value: CellValue): readonly string[] {
  if (Array.isArray(value)) {
    return value.map(wordOfId)
  }
  if (typeof value !== 'string') {
    return []
  }
  return isText(type) ? searchWords(value) : NAMED.has(type) ? [wordOfId(value)] : []
}
