import { checkFormula } from '#formulas/check/checkFormula.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { ColumnSource, Group } from '#formulas/plan/Plan.ts'
import { gathersOf } from '#formulas/plan/stepParts.ts'
import type { Ast } from '#formulas/syntax/Ast.ts'
import { GATHERING } from '#formulas/syntax/gatheredNames.ts'
import { parseFormula } from '#formulas/syntax/parseFormula.ts'
import { evaluateStep } from './evaluateStep.ts'
import { isCellError, RowReader } from './RowReader.ts'

/** What one call of a formula found among many rows, for one row. */
export interface ExplainedGather {
  /** Offsets of the call in the formula. */
  start: number
  end: number
  /** `Gather.from`. */
  from: string
  /** Null: the row itself lacks what it is compared by. */
  group: Group | null
}

/** Every call of a formula that reads many rows, in the order in which they are written. */
export function explainGathers(
  formula: string,
  context: FormulaContext,
  columns: ColumnSource,
  slot: number,
): ExplainedGather[] {
  const parsed = parseFormula(formula)
  const reader = new RowReader(columns)
  reader.slot = slot
  return (parsed.ok ? callsIn(parsed.value) : []).flatMap(({ start, end }) => {
    const checked = checkFormula(formula.slice(start, end), context)
    const [gather] = checked.ok ? gathersOf(checked.value.step) : []
    if (gather === undefined) {
      return []
    }
    const keys = gather.keys.map(({ here }) => evaluateStep(here, reader))
    const known = keys.flatMap((key) => (isCellError(key) ? [] : [key]))
    const group = known.length === keys.length ? reader.groups(gather)?.of(known) : null
    return [{ start, end, from: gather.from, group: group ?? null }]
  })
}

function callsIn(ast: Ast): { start: number; end: number }[] {
  switch (ast.kind) {
    case 'literal':
    case 'field':
      return []
    case 'operation':
      return ast.operands.flatMap(callsIn)
    case 'call':
      return GATHERING.has(ast.name) ? [{ start: ast.start, end: ast.end }] : ast.args.flatMap(callsIn)
  }
}
