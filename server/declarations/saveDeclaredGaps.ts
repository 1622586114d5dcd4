import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import type { DeclaredGapsBody, GapDeclaration } from '#shared/api/declarations.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { monthsOfCycle } from '#shared/cycles/monthShift.ts'
import { auditCycle } from '../commands/auditCycle.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { rowTextOrdinals } from '../emissions/rowTexts.ts'
import { LockedError } from '../errors/LockedError.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Cycle } from '../models/Cycle.ts'
import { authorize } from '../policies/authorize.ts'
import type { Identity } from '../policies/Identity.ts'
import { declaredGapsOf, gapKey } from './declaredGaps.ts'

/** A gap as it was sent, with the field that names its source. */
type PlacedGap = DeclaredGapsBody['gaps'][number] & { ordinal: number | null }

/**
 * Declares rows that are missing zero, not applicable or left out, in a cycle that is not locked and whose rows are projected;
 * the caller has locked its row. For who may add rows to the table: they could enter a zero as well. Throws LockedError,
 * NotFoundError, PermissionError, and ValidationError with every problem.
 */
export async function saveDeclaredGaps(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, body, origin }: { cycle: Cycle; body: DeclaredGapsBody; origin: string },
): Promise<void> {
  const gaps = await placed(trx, identity, cycle, body)
  if (cycle.status === 'locked') {
    throw new LockedError()
  }
  const problems = [...placeProblems(cycle, gaps), ...(await rowProblems(trx, cycle.id, gaps))]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const now = new Map<string, GapDeclaration>(
    (await declaredGapsOf(trx, cycle.id)).map(({ state, reason, ...gap }) => [nameOf(gap), { state, reason }]),
  )
  const changed = gaps.filter((gap) => !isDeepStrictEqual(gap.declaration, now.get(nameOf(gap)) ?? null))
  if (changed.length === 0) {
    return
  }
  for (const { declaration, ...gap } of changed) {
    const place = { cycle_id: cycle.id, ...gap }
    await trx('declared_gaps')
      .where({ tenant_id: identity.tenantId, ...place })
      .delete()
    if (declaration !== null) {
      const made = { tenant_id: identity.tenantId, made_by: identity.userId }
      await trx('declared_gaps').insert({ ...place, ...declaration, ...made })
    }
  }
  const before = Object.fromEntries(changed.map((gap) => [nameOf(gap), now.get(nameOf(gap)) ?? null]))
  const after = Object.fromEntries(changed.map((gap) => [nameOf(gap), gap.declaration]))
  await auditCycle(trx, identity, { cycle, action: 'cycle.declared_gaps', before, after, origin })
}

/** A source is known by the text by which the person knows rows: what they may not read, they cannot declare anything of. */
async function placed(
  trx: Knex.Transaction,
  identity: Identity,
  { id: cycleId, projectId, status: cycleStatus }: Cycle,
  { gaps }: DeclaredGapsBody,
): Promise<PlacedGap[]> {
  const { tableIds } = await readableSheetsOf(trx, identity, cycleId)
  const asked = gaps.map((gap) => gap.table_id)
  const tables: { id: string; moduleId: string }[] = await trx('tables')
    .whereIn(
      'id',
      asked.filter((id) => tableIds.includes(id)),
    )
    .select('id', 'module_id as moduleId')
  if (asked.some((id) => !tableIds.includes(id))) {
    throw new NotFoundError('table')
  }
  for (const { moduleId } of tables) {
    authorize(identity, 'create', 'Row', { tenantId: identity.tenantId, projectId, moduleId, cycleStatus })
  }
  const texts = await rowTextOrdinals(trx, identity, { projectId, cycleId }, tables)
  return gaps.map((gap) => ({ ...gap, ordinal: texts.get(gap.table_id)?.[0] ?? null }))
}

function placeProblems({ startsOn, endsOn }: Cycle, gaps: readonly PlacedGap[]): ProblemDetail[] {
  const months = new Set(monthsOfCycle(startsOn, endsOn))
  return gaps.flatMap((gap, index): ProblemDetail[] => {
    const path = `gaps[${index}]`
    const problems: ProblemDetail[] = []
    if (!months.has(gap.month)) {
      const message = `The cycle goes from ${startsOn} to ${endsOn}. Choose a month in it.`
      problems.push({ path: `${path}.month`, code: 'outside-cycle', message })
    }
    if (gap.source !== null && gap.ordinal === null) {
      const message = 'You may read no name of rows in this table. Leave the source out.'
      problems.push({ path: `${path}.source`, code: 'not-used', message })
    }
    if (gaps.findIndex((other) => nameOf(other) === nameOf(gap)) !== index) {
      const message = 'The same month of the same source stands above already. Keep one of them.'
      problems.push({ path, code: 'twice', message })
    }
    return problems
  })
}

/** Where a row is, nothing is missing. */
async function rowProblems(
  trx: Knex.Transaction,
  cycleId: string,
  gaps: readonly PlacedGap[],
): Promise<ProblemDetail[]> {
  const declared = gaps.flatMap(({ declaration, ...gap }, index) => (declaration === null ? [] : [{ ...gap, index }]))
  const { rows } = await trx.raw<{ rows: { index: number }[] }>(
    `SELECT g.index FROM jsonb_to_recordset(CAST(:gaps AS jsonb))
       AS g (index int, table_id uuid, month text, site text, ordinal int, source text)
     WHERE EXISTS (SELECT FROM rows r
       WHERE r.tenant_id = current_tenant() AND r.table_id = g.table_id AND r.cycle_id = :cycleId AND NOT r.deleted
         AND r.month = g.month AND r.site IS NOT DISTINCT FROM g.site
         AND r."values" ->> CAST(g.ordinal AS text) IS NOT DISTINCT FROM g.source)
     ORDER BY g.index`,
    { gaps: JSON.stringify(declared), cycleId },
  )
  const message = 'There is a row in that month already. Change the row, or delete it first.'
  return rows.map(({ index }) => ({ path: `gaps[${index}]`, code: 'not-empty', message }))
}

const nameOf = (gap: Pick<PlacedGap, 'table_id' | 'month' | 'site' | 'ordinal' | 'source'>): string =>
  `${gap.table_id} ${gapKey(gap)}`
