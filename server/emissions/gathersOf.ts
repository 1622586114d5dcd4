import { referencesIn } from '#formulas/syntax/references.ts'
import { gatheredNames } from '#formulas/syntax/gatheredNames.ts'
import { parseFormula } from '#formulas/syntax/parseFormula.ts'
import type { Field, GatheredInput, Gathers } from '#shared/fields/field.ts'
import type { TableFields } from './projectTables.ts'

/**
 * What a formula of a table reads of other rows, its inputs followed through the formulas of all tables of the project.
 * Null: it reads its own row only.
 */
export function gathersOf(formula: string, tableId: string, tables: readonly TableFields[]): Gathers | null {
  const byKey = new Map(tables.map((table) => [table.key, table]))
  const own = tables.find(({ id }) => id === tableId)
  const parsed = parseFormula(formula)
  const names = parsed.ok ? gatheredNames(parsed.value) : []
  if (names.length === 0 || own === undefined) {
    return null
  }
  const placeOf = (name: string | undefined): TableFields | undefined => (name === undefined ? own : byKey.get(name))
  const read = names.filter(({ isPrevious }) => !isPrevious).flatMap(({ table }) => placeOf(table)?.id ?? [])
  const inputs = new Map<string, GatheredInput>()
  const follow = (table: TableFields, key: string): void => {
    const field = table.fields.find((one) => one.key === key)
    if (field === undefined || inputs.has(field.id)) {
      return
    }
    const { id: tableOf, moduleId, projectId } = table
    inputs.set(field.id, {
      field: field.id,
      table: tableOf,
      module: moduleId,
      project: projectId,
      readers: field.readers,
    })
    for (const [place, input] of inputsAt(field, table, byKey)) {
      follow(place, input)
    }
  }
  for (const { table, keys } of names) {
    const place = placeOf(table)
    if (place !== undefined && place !== own) {
      keys.forEach((key) => follow(place, key))
    }
  }
  return {
    tables: [...new Set(read)],
    previous: names.some(({ isPrevious }) => isPrevious),
    inputs: [...inputs.values()],
  }
}

/** What a formula reads, in its own table and in others; what its text names is looked for in its own table as well. */
function inputsAt(
  { formula }: Field,
  table: TableFields,
  byKey: ReadonlyMap<string, TableFields>,
): [table: TableFields, key: string][] {
  const parsed = parseFormula(formula ?? '')
  return parsed.ok ? referencesIn(parsed.value).map(({ of, key }) => [byKey.get(of ?? '') ?? table, key]) : []
}
