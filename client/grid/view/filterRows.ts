import { formatCell, formatFiles, type CellWords } from '#shared/cells/formatCell.ts'
import { latinDigits } from '#shared/cells/latinDigits.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { decimalsFor } from '../columnPlan.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { EMPTY, ERROR, itemsOf, readColumn, VALUE, type ColumnData } from './columnData.ts'
import type { ColumnFilter, FilterTest } from './viewState.ts'

/** Leaves a 1 in `mask` only where the cell passes too. */
export function narrow(data: ColumnData, filter: ColumnFilter, mask: Uint8Array): void {
  const { classes, numbers, codes, texts, parts, labelOf, isMarked } = data
  const { test, empty, errors } = filter
  const passes = test === null ? null : anyOf(parts, textTest(test, labelOf))
  const byCode = passes === null || numbers !== null ? null : oncePerText(texts, passes)
  const [from, to] = test?.kind === 'range' ? [edge(test.from, -Infinity), edge(test.to, Infinity)] : [NaN, NaN]
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) {
      continue
    }
    const kind = classes[i]
    const isIn =
      kind === EMPTY
        ? empty
        : kind !== VALUE
          ? errors
          : numbers === null
            ? byCode?.(codes[i]!) === true
            : numbers[i]! >= from && numbers[i]! <= to
    mask[i] = isIn || (errors && isMarked?.(i) === true) ? 1 : 0
  }
}

/** A list passes when one of its items does. */
const anyOf =
  (parts: ColumnData['parts'], passes: (text: string) => boolean): ((text: string) => boolean) =>
  (text) =>
    parts === null ? passes(text) : parts(text).some(passes)

const edge = (end: number | string | null, open: number): number => (end === null ? open : Number(end))

function textTest(test: FilterTest, labelOf: ColumnData['labelOf']): (text: string) => boolean {
  switch (test.kind) {
    case 'values': {
      const values = new Set(test.values)
      return (text) => values.has(text) !== test.except
    }
    case 'range': {
      const [from, to] = [test.from === null ? null : String(test.from), test.to === null ? null : String(test.to)]
      return (text) => (from === null || text >= from) && (to === null || text <= to)
    }
    case 'contains': {
      const wanted = folded(test.text)
      return (text) => folded(labelOf(text)).includes(wanted)
    }
    default:
      return assertNever(test)
  }
}

/** Asks once for each text that occurs, however many rows have it. */
function oncePerText(texts: readonly string[], passes: (text: string) => boolean): (code: number) => boolean {
  const known = new Uint8Array(texts.length)
  return (code) => (known[code] ||= passes(texts[code]!) ? 2 : 1) === 2
}

/** Leaves a 1 in `mask` only for rows in which one of these columns shows the text. */
export function narrowToText(
  model: SheetModel,
  search: { text: string; keys: readonly string[] },
  words: CellWords,
  slots: Uint32Array,
  mask: Uint8Array,
): void {
  const wanted = folded(search.text)
  const found = new Uint8Array(mask.length)
  for (const key of search.keys) {
    const field = model.field(key)
    if (field !== undefined) {
      find(model, field, wanted, words, slots, found)
    }
  }
  for (let i = 0; i < mask.length; i++) {
    mask[i] = mask[i]! & found[i]!
  }
}

function find(
  model: SheetModel,
  field: Field,
  wanted: string,
  words: CellWords,
  slots: Uint32Array,
  found: Uint8Array,
): void {
  const data = readColumn(model, field, slots)
  const { classes, numbers, codes, texts } = data
  if (numbers === null) {
    const shows = oncePerText(texts, (text) => folded(shownText(field, text, words)).includes(wanted))
    for (let i = 0; i < found.length; i++) {
      const hasText = classes[i] === VALUE || (classes[i] === ERROR && field.type !== 'formula')
      found[i] ||= hasText && shows(codes[i]!) ? 1 : 0
    }
    return
  }
  const isNumber = /\d/.test(wanted)
  const digits = wanted.replace('\u2212', '-').replaceAll(/[\s,]/g, '')
  const decimals = field.type === 'formula' ? decimalsFor(model.largest(field.key)) : null
  for (let i = 0; i < found.length; i++) {
    if (found[i] === 1 || classes[i] === EMPTY) {
      continue
    }
    if (classes[i] === VALUE) {
      const text = isNumber ? (decimals === null ? String(numbers[i]) : numbers[i]!.toFixed(decimals)) : ''
      found[i] = isNumber && text.includes(digits) ? 1 : 0
    } else if (field.type === 'number') {
      found[i] = folded(String(model.store.value(slots[i]!, field.ordinal))).includes(wanted) ? 1 : 0
    }
  }
}

/** What a cell of a column that is not numeric shows for this value. */
export function shownText(field: Field, text: string, words: CellWords): string {
  if (field.type === 'evidence') {
    return formatFiles(Number(text), words) // files are counted, not named
  }
  const isList = CELL_TYPES[field.type].isList
  return formatCell(field, isList ? [...itemsOf(text)] : field.type === 'boolean' ? text === 'true' : text, words)
}

/** Without case, with Latin digits and plain spaces: two texts that look alike become the same. */
export function folded(text: string): string {
  return latinDigits(text).replaceAll('\u00a0', ' ').trim().toLowerCase()
}
