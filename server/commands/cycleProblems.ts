import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { daysOf, lengthOf, MOST_DAYS, overlaps, type Period } from '#shared/cycles/period.ts'
import type { Cycle } from '../models/Cycle.ts'
import { isSameText } from './fieldNames.ts'

/** What a cycle is to be; a new one has no id yet. */
export type CycleDraft = Pick<Cycle, 'projectId' | 'name' | 'startsOn' | 'endsOn' | 'gwpSet' | 'factorYear'> & {
  id?: string
}

/** What is wrong with a cycle, all at once, and what is allowed and deserves a look. */
export interface CycleFindings {
  problems: ProblemDetail[]
  warnings: ProblemDetail[]
}

export async function checkCycle(trx: Knex.Transaction, draft: CycleDraft): Promise<CycleFindings> {
  const others: { name: string; starts_on: string; ends_on: string; restated_by: string | null }[] = await trx('cycles')
    .where({ project_id: draft.projectId })
    .whereNull('deleted_at')
    .modify((query) => void (draft.id === undefined || query.whereNot({ id: draft.id })))
    .orderBy('starts_on')
    .select('name', 'starts_on', 'ends_on', 'restated_by')
  const namesake = others.find(({ name }) => isSameText(name, draft.name))
  const problems = periodProblems(draft)
  if (namesake !== undefined) {
    const message = `The project has a cycle “${namesake.name}” already. Choose another name.`
    problems.push({ path: 'name', code: 'taken', message })
  }
  const overlapping = others
    .filter(({ restated_by: restatedBy }) => restatedBy === null)
    .map(({ name, starts_on: startsOn, ends_on: endsOn }) => ({ name, startsOn, endsOn }))
    .filter((other) => overlaps(draft, other))
  return {
    problems,
    warnings:
      problems.length > 0
        ? []
        : [
            ...overlapping.map(({ name, startsOn, endsOn }): ProblemDetail => ({
              path: 'starts_on',
              code: 'overlap',
              message: `The period overlaps ${name} (${startsOn} to ${endsOn}): what lies in both would be reported twice.`,
            })),
            ...unusualLength(draft),
            ...(await missingFactors(trx, draft)),
          ],
  }
}

function periodProblems(period: Period): ProblemDetail[] {
  const days = daysOf(period)
  if (days < 2) {
    const message = 'The last day has to be after the first.'
    return [{ path: 'ends_on', code: 'out-of-order', message }]
  }
  const message = `The period has ${days} days; at most ${MOST_DAYS} (three years) are possible.`
  return days > MOST_DAYS ? [{ path: 'ends_on', code: 'too-long', message }] : []
}

function unusualLength(period: Period): ProblemDetail[] {
  const message = `The period has ${daysOf(period)} days: neither twelve months nor 52 or 53 weeks.`
  return lengthOf(period) === null ? [{ path: 'ends_on', code: 'unusual-length', message }] : []
}

/** A year that no choice of the project has a factor of: its results would all say that there is none. */
async function missingFactors(trx: Knex.Transaction, { projectId, factorYear }: CycleDraft): Promise<ProblemDetail[]> {
  const { rows } = await trx.raw<{ rows: { year: number }[] }>(
    `SELECT DISTINCT y.year::int AS year
     FROM fields f JOIN tables t ON t.tenant_id = f.tenant_id AND t.id = f.table_id
       JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id,
       jsonb_array_elements(f.options) AS o (option),
       jsonb_object_keys(CASE jsonb_typeof(o.option->'factors') WHEN 'object' THEN o.option->'factors' ELSE '{}' END) AS y (year)
     WHERE f.tenant_id = current_tenant() AND m.project_id = ? AND f.deleted_at IS NULL AND t.deleted_at IS NULL
     ORDER BY year`,
    [projectId],
  )
  const years = rows.map(({ year }) => year)
  const message = `The choices of this project have no factors of ${factorYear}, only of ${years.join(', ')}: what is computed with a factor would have no result.`
  return years.length === 0 || years.includes(factorYear) ? [] : [{ path: 'factor_year', code: 'no-factors', message }]
}
