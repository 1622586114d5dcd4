import type { FormulaContext, FormulaField } from '#formulas/FormulaContext.ts'
import { gatheredNames } from '#formulas/syntax/gatheredNames.ts'
import { parseFormula } from '#formulas/syntax/parseFormula.ts'
import { referencesIn } from '#formulas/syntax/references.ts'
import { inOrder } from './inOrder.ts'

/**
 * Rings of formulas through the table of the context and others, as "table.field", whole and once each, from the first field
 * of the table on. What a field was in the cycle before is no part of one. `fields`: of the table of the context.
 */
export function ringsBetweenTables(fields: readonly FormulaField[], { table, tables }: FormulaContext): string[][] {
  if (table === undefined || tables === undefined) {
    return []
  }
  const formulas = new Map<string, string[]>()
  const add = (key: string, of: readonly FormulaField[]): void => {
    for (const field of of.filter(({ type }) => type === 'formula')) {
      formulas.set(`${key}.${field.key}`, readsOf(field.formula ?? '', key))
    }
  }
  for (const [key, other] of tables) {
    add(key, key === table.key ? fields : other.fields)
  }
  const { rings } = inOrder([...formulas.keys()], (name) => formulas.get(name) ?? [])
  const isOwn = (name: string): boolean => name.startsWith(`${table.key}.`)
  return rings.flatMap((ring) => {
    const first = ring.findIndex(isOwn)
    return first < 0 || ring.every(isOwn) ? [] : [[...ring.slice(first), ...ring.slice(0, first)]]
  })
}

/** What a formula reads, as "table.field"; names in its previous() belong to another cycle. */
function readsOf(formula: string, table: string): string[] {
  const parsed = parseFormula(formula)
  if (!parsed.ok) {
    return []
  }
  const before = new Set(gatheredNames(parsed.value).flatMap(({ isPrevious, keys }) => (isPrevious ? keys : [])))
  const names = referencesIn(parsed.value).filter(({ key, of }) => of !== undefined || !before.has(key))
  return names.map(({ key, of }) => (of === undefined || of === 'this' ? `${table}.${key}` : `${of}.${key}`))
}
