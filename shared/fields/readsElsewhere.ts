import type { Field } from './field.ts'
import { inputsOf } from './inputsOf.ts'

/** Whether a formula names a column with its table, or the cycle before, whatever it means by it. */
export function readsElsewhere({ formula }: Pick<Field, 'formula'>): boolean {
  const names = formula?.replaceAll(/"[^"]*"/g, '').match(/[A-Za-z_][A-Za-z0-9_]*\.|previous\s*\(/g) ?? []
  return names.some((name) => name !== 'this.')
}

/**
 * Of the formulas of a table that read other tables or cycles, directly or through another formula of it: ids of the tables
 * whose rows are behind their results, by key.
 */
export function tablesElsewhere(fields: readonly ElsewhereField[]): Map<string, string[]> {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const found = new Map<string, Set<string>>()
  const tablesOf = (field: ElsewhereField): Set<string> => {
    const known = found.get(field.key)
    if (known !== undefined) {
      return known
    }
    const { previous = false, inputs = [] } = field.gathers ?? {}
    const tables = new Set([...(previous ? ['previous'] : []), ...inputs.map(({ table }) => table)])
    found.set(field.key, tables)
    for (const input of inputsOf(field, byKey)) {
      tablesOf(input).forEach((table) => tables.add(table))
    }
    return tables
  }
  return new Map(
    fields.flatMap((field): [string, string[]][] => {
      const tables = tablesOf(field)
      return tables.size === 0 ? [] : [[field.key, [...tables].filter((table) => table !== 'previous')]]
    }),
  )
}

type ElsewhereField = Pick<Field, 'key' | 'formula' | 'gathers'>
