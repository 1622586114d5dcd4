import type { Field } from '#shared/fields/field.ts'
import { inputsOf } from '#shared/fields/inputsOf.ts'

/**
 * Keys of the fields whose gaps and errors count in the flags of a row. Flags are shown to whoever may read the row's
 * result, so a field counts when everybody may read it, or when the result is computed from it: of any other, a flag would
 * tell whether a hidden cell is filled. A formula counts when all that it reads does, and it reads no other table: who may
 * read that is another question.
 */
export function countedFields(fields: readonly Field[]): ReadonlySet<string> {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const counted = new Set<string>()
  const count = (field: Field): void => {
    if (!counted.has(field.key)) {
      counted.add(field.key)
      inputsOf(field, byKey).forEach(count)
    }
  }
  fields.filter((field) => field.role === 'emissions').forEach(count)
  fields.filter((field) => field.readers === null && field.type !== 'formula').forEach(count)
  for (let found = -1; found !== counted.size;) {
    found = counted.size
    fields
      .filter(({ type, readers, gathers }) => type === 'formula' && readers === null && !gathers?.inputs.length)
      .filter((field) => inputsOf(field, byKey).every(({ key }) => counted.has(key)))
      .forEach(count)
  }
  return counted
}
