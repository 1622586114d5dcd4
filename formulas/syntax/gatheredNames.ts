import { type Ast, THIS_ROW } from './Ast.ts'
import { referencesIn } from './references.ts'

/** Functions that read many rows. */
export const GATHERING: ReadonlySet<string> = new Set([
  'sum_of',
  'avg_of',
  'min_of',
  'max_of',
  'count_of',
  'lookup',
  'previous',
])

/** What one call reads of other rows: keys of fields, and whose. */
export interface GatheredNames {
  /** As it is written before the dot; undefined: rows of the own table. */
  table: string | undefined
  /** Rows of the cycle before. */
  isPrevious: boolean
  keys: readonly string[]
}

/** All that a formula reads of other rows, as it is written. */
export function gatheredNames(ast: Ast): GatheredNames[] {
  switch (ast.kind) {
    case 'literal':
    case 'field':
      return []
    case 'operation':
      return ast.operands.flatMap(gatheredNames)
    case 'call': {
      if (!GATHERING.has(ast.name)) {
        return ast.args.flatMap(gatheredNames)
      }
      const names = referencesIn(ast)
      const table = names.find(({ of }) => of !== undefined && of !== THIS_ROW)?.of
      const keys = names.filter(({ of }) => of === table).map(({ key }) => key)
      return [{ table, isPrevious: ast.name === 'previous', keys: [...new Set(keys)] }]
    }
  }
}
