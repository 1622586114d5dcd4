import type { Field } from '#shared/fields/field.ts'
import { inputsOf, inputsOfRule } from '#shared/fields/inputsOf.ts'
import { countedFields } from '../emissions/countedFields.ts'

/**
 * The fields that belong into a run: what everybody may read, and whatever results, sites and months rest on, through other
 * tables too. What is for some readers only and decides nothing is in no run: otherwise nobody might read all of one. A
 * condition that reads such a field is left out of its field; it is in no count either.
 */
export function provenFields<Some extends Field & { table_id: string }>(fields: readonly Some[]): Some[] {
  const tables = [...Map.groupBy(fields, (field) => field.table_id).values()].map((own) => ({
    own,
    byKey: new Map(own.map((field): [string, Field] => [field.key, field])),
  }))
  const kept = new Set(
    tables.flatMap(({ own }) => {
      const counted = countedFields(own)
      return own.filter(({ key, role }) => role !== null || counted.has(key)).map(({ id }) => id)
    }),
  )
  for (let before = -1; before !== kept.size;) {
    before = kept.size
    for (const { own, byKey } of tables) {
      for (const field of own) {
        const inputs = [...inputsOf(field, byKey).map(({ id }) => id), ...idsGathered(field)]
        const isOpen = field.type === 'formula' && field.readers === null && inputs.every((id) => kept.has(id))
        if (isOpen || kept.has(field.id)) {
          ;[field.id, ...inputs].forEach((id) => kept.add(id))
        }
      }
    }
  }
  return tables.flatMap(({ own, byKey }) =>
    own
      .filter(({ id }) => kept.has(id))
      .map((field) => (inputsOfRule(field, byKey).every(({ id }) => kept.has(id)) ? field : withoutCondition(field))),
  )
}

const idsGathered = ({ gathers }: Field): string[] => gathers?.inputs.map(({ field }) => field) ?? []

function withoutCondition<Some extends Field>(field: Some): Some {
  const { formula: _formula, message: _message, ...rules } = field.rules ?? {}
  return { ...field, rules }
}
