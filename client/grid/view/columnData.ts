import { KIND_BOOLEAN, KIND_EMPTY, KIND_LIST, KIND_NUMBER, KIND_TEXT } from '#collab/schema/StoreColumn.ts'
import { typeProblem } from '#shared/cells/cellProblem.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import { isOptionOf } from '#shared/cells/types/optionNames.ts'
import { nameOfTarget } from '#shared/cells/types/pointing.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '../model/SheetModel.ts'

export const VALUE = 0
/** Text in a column of numbers, a choice that is not in the list, a formula without a result. */
export const ERROR = 1
export const EMPTY = 2

/**
 * The cells of one column for some rows, by the position of the row. Numbers have `numbers`; everything else has `codes`
 * into `texts`: texts as they are, ids of options, months and dates as ISO, 'false' and 'true'.
 */
export interface ColumnData {
  classes: Uint8Array
  numbers: Float64Array | null
  codes: Uint32Array
  texts: readonly string[]
  /** Of a column of lists: the ids that a code of `texts` stands for. Null: a text stands for itself. */
  parts: ((text: string) => readonly string[]) | null
  /** What a text, or an item of a list, is called: the label of an option. */
  labelOf: (text: string) => string
  /** Whether the value at that position breaks a rule of its field; null: the field has none. */
  isMarked: ((position: number) => boolean) | null
}

/** Between the ids of a list that is one text; no id has it. */
const ITEM_END = '\u001f'

export const itemsOf = (text: string): readonly string[] => text.split(ITEM_END)

type Read = Omit<ColumnData, 'isMarked' | 'labelOf'>

/** Reads the column of these rows once; sorting, filtering and counting go over what it gives. */
export function readColumn(model: SheetModel, field: Field, slots: Uint32Array): ColumnData {
  const read = field.type === 'formula' ? readResults : field.type === 'number' ? readNumbers : readTexts
  // what is wrong with one item of a list does not hide the others
  const hasRules = Object.keys(field.rules ?? {}).length > 0 || CELL_TYPES[field.type].isList
  const rowAt = (position: number): string => model.store.rowIds[slots[position] ?? -1] ?? ''
  const labels = new Map(field.options.map(({ id, label }) => [id, label]))
  return {
    ...read(model, field, slots),
    labelOf: (text) => labels.get(text) ?? nameOfTarget(field, text) ?? text,
    isMarked: hasRules ? (position) => model.state(rowAt(position), field.key).problem !== null : null,
  }
}

/** Whether a column is compared and filtered as numbers. */
export function isNumeric(model: SheetModel, field: Field): boolean {
  const type = field.type === 'formula' ? (model.plans.plans.get(field.key)?.type ?? 'number') : field.type
  return type === 'number'
}

function readNumbers({ store }: SheetModel, { ordinal }: Field, slots: Uint32Array): Read {
  const [kinds, all] = [store.kinds(ordinal), store.numbers(ordinal)]
  const classes = new Uint8Array(slots.length)
  const numbers = new Float64Array(slots.length)
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!
    const kind = kinds[slot] ?? KIND_EMPTY
    numbers[i] = all[slot] ?? Number.NaN
    classes[i] = kind === KIND_NUMBER ? VALUE : kind === KIND_EMPTY ? EMPTY : ERROR
  }
  return { classes, numbers, codes: new Uint32Array(0), texts: [], parts: null }
}

function readTexts({ store }: SheetModel, field: Field, slots: Uint32Array): Read {
  const kinds = store.kinds(field.ordinal)
  const { dictionary, index } = store.codes(field.ordinal)
  const { isFree, isList } = CELL_TYPES[field.type]
  const classes = new Uint8Array(slots.length)
  const codes = new Uint32Array(slots.length)
  const other = new Texts(dictionary)
  // what a text is in this column, looked at once per text: 0 not yet, else its class + 1
  const known = new Uint8Array(dictionary.length)
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!
    const kind = kinds[slot] ?? KIND_EMPTY
    if (kind === KIND_EMPTY) {
      classes[i] = EMPTY
    } else if (kind === KIND_TEXT) {
      const code = index[slot]! - 1
      codes[i] = code
      classes[i] = (known[code] ||= classOf(field, dictionary[code]!) + 1) - 1
    } else if (kind === KIND_LIST && field.type === 'evidence') {
      const files = store.value(slot, field.ordinal)
      codes[i] = other.codeOf(String(Array.isArray(files) ? files.length : 0)) // their ids say nothing to anybody
      classes[i] = VALUE
    } else if (kind === KIND_LIST && isList) {
      const list = store.value(slot, field.ordinal)
      const ids = Array.isArray(list) ? list : []
      codes[i] = other.codeOf(ids.join(ITEM_END))
      classes[i] = ids.length === 0 ? EMPTY : ids.some((id) => isOptionOf(field.options, id)) ? VALUE : ERROR
    } else {
      const isValue = isFree || (field.type === 'boolean' && kind === KIND_BOOLEAN)
      codes[i] = other.codeOf(String(store.value(slot, field.ordinal)))
      classes[i] = isValue ? VALUE : ERROR
    }
  }
  return {
    classes,
    numbers: null,
    codes,
    texts: other.all(),
    parts: isList && field.type !== 'evidence' ? itemsOf : null,
  }
}

function classOf(field: Field, text: string): number {
  if (text === '') {
    return EMPTY
  }
  return CELL_TYPES[field.type].isFree || typeProblem(field, text) === null ? VALUE : ERROR
}

function readResults(model: SheetModel, field: Field, slots: Uint32Array): Read {
  return model.plans.plans.get(field.key)?.type === 'number'
    ? readComputedNumbers(model, field, slots)
    : readOtherResults(model, field, slots)
}

/** Straight from what the formulas have written. */
function readComputedNumbers({ live }: SheetModel, { key }: Field, slots: Uint32Array): Read {
  const { source } = live
  const [all, errors] = [source.numbers(key), source.errors?.(key)]
  const classes = new Uint8Array(slots.length)
  const numbers = new Float64Array(slots.length)
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!
    numbers[i] = all[slot] ?? Number.NaN
    classes[i] = (errors?.[slot] ?? 0) === 0 ? VALUE : ERROR
  }
  return { classes, numbers, codes: new Uint32Array(0), texts: [], parts: null }
}

function readOtherResults(model: SheetModel, field: Field, slots: Uint32Array): Read {
  const classes = new Uint8Array(slots.length)
  const numbers = isNumeric(model, field) ? new Float64Array(slots.length) : null
  const codes = new Uint32Array(numbers === null ? slots.length : 0)
  const texts = new Texts([])
  for (let i = 0; i < slots.length; i++) {
    const result = model.computed(model.store.rowIds[slots[i]!] ?? '', field.key)
    if (result === null || result === '') {
      classes[i] = EMPTY
    } else if (typeof result === 'object') {
      classes[i] = ERROR
    } else if (numbers === null) {
      codes[i] = texts.codeOf(String(result))
    } else {
      numbers[i] = Number(result)
    }
  }
  return { classes, numbers, codes, texts: texts.all(), parts: null }
}

/** Texts behind those of a dictionary that is not ours. */
class Texts {
  readonly #before: readonly string[]
  readonly #more: string[] = []
  readonly #codes = new Map<string, number>()

  constructor(before: readonly string[]) {
    this.#before = before
  }

  codeOf(text: string): number {
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.#before.length + this.#more.push(text) - 1
      this.#codes.set(text, code)
    }
    return code
  }

  all(): readonly string[] {
    return this.#more.length === 0 ? this.#before : [...this.#before, ...this.#more]
  }
}
