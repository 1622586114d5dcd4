import type { Field, FieldOption } from '#shared/fields/field.ts'
import type { CellValue } from './cellValue.ts'
import { latinDigits } from './latinDigits.ts'
import { parseDate, parseMonth } from './parseDate.ts'
import { parseNumber } from './parseNumber.ts'

/** What coercion needs to know of a field. */
export type CellType = Pick<Field, 'type' | 'options'>

const YES = /^(true|yes|y|1|✓|✔|x|نعم)$/i
const NO = /^(false|no|n|0|لا)$/i

/** Words that mean an option: its label or its id, whatever the case and the spacing. */
const optionKey = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

/** One lookup per option list, so that a paste of many rows does not search the list for each cell. */
const lookups = new WeakMap<readonly FieldOption[], Map<string, string>>()

function optionLookup(options: readonly FieldOption[]): Map<string, string> {
  let lookup = lookups.get(options)
  if (lookup === undefined) {
    lookup = new Map()
    for (const option of options) {
      const label = optionKey(option.label)
      if (!lookup.has(label)) {
        lookup.set(label, option.id)
      }
    }
    for (const option of options) {
      lookup.set(optionKey(option.id), option.id)
    }
    lookups.set(options, lookup)
  }
  return lookup
}

/**
 * The value that typed or pasted text becomes in a field of this type. Empty text is null. Text that does not fit the
 * type is returned as it is (trimmed), because nothing that a person typed may be lost; `cellProblem` then says so.
 */
export function coerceCell(field: CellType, raw: CellValue): CellValue {
  if (raw === null || Array.isArray(raw)) {
    return raw
  }
  // half a character does not travel: everybody but its author would have another text
  const whole = String(raw).toWellFormed()
  const text = whole.trim()
  if (text === '') {
    return null
  }
  switch (field.type) {
    case 'number':
      return typeof raw === 'number' ? raw : (parseNumber(text) ?? text)
    case 'date':
      return parseDate(text) ?? text
    case 'month':
      return parseMonth(text) ?? text
    case 'boolean':
      return typeof raw === 'boolean' ? raw : coerceBoolean(text)
    case 'option':
      return optionLookup(field.options).get(optionKey(text)) ?? text
    case 'text':
    case 'formula':
      return whole
  }
}

function coerceBoolean(text: string): boolean | string {
  const latin = latinDigits(text)
  if (YES.test(latin)) {
    return true
  }
  return NO.test(latin) ? false : text
}
