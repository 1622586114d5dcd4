import type { RedefinitionBody } from '#shared/api/redefinition.ts'
import { cellConverter } from '#shared/cells/convertCell.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import { namesIn } from '#shared/cells/types/parseOptions.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { isOptionOf } from '#shared/cells/types/optionNames.ts'
import type { Field, FieldOption, FieldType } from '#shared/fields/field.ts'
import { optionsFrom } from './fieldOptions.ts'

/** Characters of a label. */
const LONGEST = 100

/**
 * Labels for a field that becomes one of choices: those that it has, and what else stands in its cells; of several choices,
 * each that a text names between its commas and semicolons. Of spellings that differ in capitals the one with small letters,
 * in whatever order they come.
 */
export function proposedChoices(from: Field, to: FieldType, values: readonly CellValue[]): string[] {
  const text = cellConverter(from, { type: 'text', unit: null, options: [] }, PLAIN)
  const labels = new Map<string, string>()
  const add = (label: string): void => {
    const short = label.trim().slice(0, LONGEST)
    const other = labels.get(short.toLowerCase()) ?? ''
    if (short > other) {
      labels.set(short.toLowerCase(), short)
    }
  }
  for (const value of values) {
    if (CELL_TYPES[from.type].hasOptions) {
      // what is a choice already has its label
      const parts = Array.isArray(value) ? value : [String(value)]
      parts.filter((part) => !isOptionOf(from.options, part)).forEach(add)
    } else {
      const words = String(text(value) ?? '')
      ;(CELL_TYPES[to].isList ? namesIn(words) : [words]).forEach(add)
    }
  }
  const own = from.options.map(({ label }) => label)
  const known = new Set(own.map((label) => label.trim().toLowerCase()))
  return [
    ...own,
    ...[...labels]
      .filter(([key]) => !known.has(key))
      .map(([, label]) => label)
      .sort(),
  ]
}

const PLAIN = { decimals: 'point', dates: 'day-first' } as const

/** The choices of the field afterwards; those that it had keep the ids that its cells hold, and their factors. */
export function choicesAfter({ options: own }: Field, labels: RedefinitionBody['options']): FieldOption[] {
  const byLabel = new Map(own.map(({ id, label }) => [label.trim().toLowerCase(), id]))
  return labels === undefined
    ? [...own]
    : optionsFrom(
        labels.map((label) => ({ label, id: byLabel.get(label.trim().toLowerCase()) })),
        own,
      )
}
