import type { Knex } from 'knex'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { compileTable } from '#formulas/plan/compileTable.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field } from '#shared/fields/field.ts'
import { formulaContext, type CycleBasis } from '../emissions/sheetSchema.ts'

/** What is wrong with a formula or a condition, by the key of its field. */
export interface FormulaProblem {
  key: string
  what: 'formula' | 'validation.formula'
  code: ProblemDetail['code']
  message: string
}

/** Which formulas and conditions over these fields mean nothing in the newest cycle of a project; none without a cycle. */
export async function formulaProblems(
  trx: Knex.Transaction,
  projectId: string,
  fields: readonly Field[],
): Promise<FormulaProblem[]> {
  const cycle: Omit<CycleBasis, 'factorsAs'> | undefined = await trx('cycles')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy('starts_on', 'desc')
    .first('gwp_set as gwpSet', 'factor_year as factorYear')
  if (cycle === undefined) {
    return []
  }
  const context = await formulaContext(trx, fields, { ...cycle, factorsAs: 'now' })
  const formulas = [...compileTable(fields, context).problems].flatMap(([key, problems]) =>
    problems.map(({ code, message }): FormulaProblem => ({ key, what: 'formula', code, message })),
  )
  const conditions = fields.flatMap(({ key, rules }) => {
    const compiled = rules?.formula === undefined ? null : compileFormula(rules.formula, context)
    const problems = compiled?.ok === false ? compiled.error : []
    return problems.map(({ code, message }): FormulaProblem => ({ key, what: 'validation.formula', code, message }))
  })
  return [...formulas, ...conditions]
}
