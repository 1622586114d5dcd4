import type { Knex } from 'knex'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field } from '#shared/fields/field.ts'
import { loadSheetSchema } from '../emissions/sheetSchema.ts'
import type { SheetField } from '../models/SheetField.ts'

/**
 * Whether a formula can be a condition of a field: it is understood over the fields that this person may read, and gives
 * true or false. None (null) can.
 */
export async function ruleFormulaProblems(
  trx: Knex.Transaction,
  {
    field,
    cycleIds,
    readable,
    formula,
  }: {
    field: SheetField
    cycleIds: readonly string[]
    readable: readonly Field[]
    formula: string | null
  },
): Promise<ProblemDetail[]> {
  const path = 'validation.formula'
  if (formula === null) {
    return []
  }
  if (field.type === 'formula') {
    return [
      { path, code: 'wrong-type', message: 'A computed field has no condition. Put it on a field that is filled in.' },
    ]
  }
  const [newest] = cycleIds
  const schema = newest === undefined ? null : await loadSheetSchema(trx, field.tableId, newest, { formula })
  if (schema === null) {
    return [{ path, code: 'no-cycle', message: 'The project has no cycle yet, so formulas cannot be checked.' }]
  }
  const known = new Set(readable.map(({ id }) => id))
  const fields = schema.fields.filter(({ id }) => known.has(id))
  const compiled = compileFormula(formula, { ...schema.context, fields })
  if (!compiled.ok) {
    return compiled.error.map(({ code, message }) => ({ path, code, message }))
  }
  if (compiled.value.gathers.length > 0) {
    return [
      {
        path,
        code: 'many-rows',
        message: 'A condition looks at its row only. Put the rest in a column with a formula.',
      },
    ]
  }
  return compiled.value.type === 'boolean'
    ? []
    : [
        {
          path,
          code: 'type',
          message: `A condition is true or false; this gives a ${compiled.value.type}. Compare it, as in ends >= starts.`,
        },
      ]
}
