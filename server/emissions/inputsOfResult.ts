import type { Field } from '#shared/fields/field.ts'
import { inputsOf } from '#shared/fields/inputsOf.ts'

/** The fields that the result of a table is computed from, through other formulas too. */
export function inputsOfResult(fields: readonly Field[]): Field[] {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const found = new Set<Field>()
  const read = (field: Field): void =>
    inputsOf(field, byKey).forEach((input) => {
      if (!found.has(input)) {
        found.add(input)
        read(input)
      }
    })
  fields.filter(({ role }) => role === 'emissions').forEach(read)
  return [...found]
}
