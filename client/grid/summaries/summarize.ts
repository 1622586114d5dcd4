import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { EMPTY, readColumn, VALUE } from '../view/columnData.ts'

/** The cells of one column over some rows. Cells without a value and with errors are counted, and never as zero. */
export interface Summary {
  /** Cells with a value. */
  count: number
  empty: number
  errors: number
  /** Of the numbers, in the unit of the column; 0 without any. */
  sum: number
  /** Smallest and largest number, or the first and last date or month as ISO; null without any. */
  min: number | string | null
  max: number | string | null
}

/** Complexity: the rows, over typed arrays; a hundred thousand take a millisecond or two. */
export function summarize(model: SheetModel, field: Field, slots: Uint32Array): Summary {
  const { classes, numbers, codes, texts } = readColumn(model, field, slots)
  const summary: Summary = { count: 0, empty: 0, errors: 0, sum: 0, min: null, max: null }
  let [least, most] = [Infinity, -Infinity]
  const used = new Uint8Array(numbers === null ? texts.length : 0)
  for (let i = 0; i < classes.length; i++) {
    if (classes[i] !== VALUE) {
      summary.empty += classes[i] === EMPTY ? 1 : 0
      summary.errors += classes[i] === EMPTY ? 0 : 1
      continue
    }
    summary.count++
    if (numbers === null) {
      used[codes[i]!] = 1
    } else {
      const number = numbers[i]!
      summary.sum += number
      least = number < least ? number : least
      most = number > most ? number : most
    }
  }
  if (numbers !== null && summary.count > 0) {
    summary.min = least
    summary.max = most
  }
  if (field.type === 'date' || field.type === 'month') {
    const times = texts.filter((_, code) => used[code] === 1).toSorted()
    summary.min = times[0] ?? null
    summary.max = times.at(-1) ?? null
  }
  return summary
}
