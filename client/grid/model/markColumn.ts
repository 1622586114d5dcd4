import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import { KIND_EMPTY, KIND_LIST, KIND_NUMBER, KIND_TEXT } from '#collab/schema/StoreColumn.ts'
import { cellProblem, isMissing } from '#shared/cells/cellProblem.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'

/** What is wrong with a cell. Both can be: a required text that is empty and breaks a rule. */
export const WRONG = 1
export const MISSING = 2

/** The marks of one value. */
export const marksOf = (field: Field, value: CellValue): number =>
  (value !== null && cellProblem(field, value) !== null ? WRONG : 0) | (isMissing(field, value) ? MISSING : 0)

/** Whether every number fits the field. */
export const areNumbersFine = ({ type, rules }: Field): boolean =>
  type === 'number' && rules?.min === undefined && rules?.max === undefined

/**
 * The marks of the cells of a column: `mark` is told of those that have some. Every
 * different text or list is looked at once. Complexity: the rows, over typed arrays.
 */
export function markColumn(
  store: SheetColumns,
  field: Field,
  slots: Uint32Array,
  mark: (slot: number, marks: number) => void,
): void {
  const kinds = store.kinds(field.ordinal)
  const ofEmpty = marksOf(field, null)
  const texts = store.codes(field.ordinal)
  const ofTexts = new Uint8Array(texts.dictionary.length)
  const ofLists = new Map<string, number>()
  for (const slot of slots) {
    const kind = kinds[slot] ?? KIND_EMPTY
    let marks = 0
    if (kind === KIND_EMPTY) {
      marks = ofEmpty
    } else if (kind === KIND_TEXT) {
      const code = texts.index[slot]! - 1
      // one more than the marks: 0 is a text that nobody has looked at
      ofTexts[code] ||= 1 + marksOf(field, texts.dictionary[code]!)
      marks = ofTexts[code]! - 1
    } else if (kind === KIND_LIST) {
      marks = ofList(field, store.value(slot, field.ordinal), ofLists)
    } else if (kind !== KIND_NUMBER || !areNumbersFine(field)) {
      marks = marksOf(field, store.value(slot, field.ordinal))
    }
    if (marks !== 0) {
      mark(slot, marks)
    }
  }
}

function ofList(field: Field, list: CellValue, known: Map<string, number>): number {
  const key = JSON.stringify(list)
  let marks = known.get(key)
  if (marks === undefined) {
    marks = marksOf(field, list)
    known.set(key, marks)
  }
  return marks
}
