import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'

/** Why a cycle cannot go: later years are measured against it. */
export async function baseOfSomething(trx: Knex.Transaction, cycleId: string): Promise<ProblemDetail[]> {
  const bases: unknown[] = await trx('base_year_cycles').where({ cycle_id: cycleId }).limit(1)
  const targets: { name: string }[] = await trx('reduction_targets')
    .where({ base_cycle_id: cycleId })
    .whereNull('deleted_at')
    .orderBy('name')
    .select('name')
  const problem = (message: string): ProblemDetail => ({ path: '', code: 'in-use', message })
  return [
    ...(bases.length > 0 ? [problem('It is the base year of the project. Choose another one first.')] : []),
    ...targets.map(({ name }) => problem(`The target “${name}” starts from it. Delete that first.`)),
  ]
}
