import type { Knex } from 'knex'
import { newRowIds } from '#collab/schema/rowId.ts'
import type { EstimateBody, EstimateMade } from '#shared/api/estimates.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { EstimateInput } from '#shared/estimates/estimateMethod.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { auditCycle } from '../commands/auditCycle.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { type EstimatedCell, findEstimatedCell } from './EstimatedCell.ts'
import { estimateMethods } from './estimateMethods.ts'
import { knownAmounts } from './knownAmounts.ts'
import { rowForGap } from './rowForGap.ts'

interface Services {
  db: Knex
  collaboration: Collaboration
}

/** What is written once the estimate is kept. */
interface Planned {
  made: EstimateMade
  values: Map<number, CellValue>
}

/**
 * Fills an empty cell, or the row that is missing, by one method: one gesture of the history, live for everybody. The estimate
 * is kept first and says nothing until the cell holds its value, so whoever is interrupted in between leaves no wrong mark.
 * Throws ValidationError with every problem, and BlockedError where a value or a row stands already.
 */
export async function makeEstimate(
  { db, collaboration }: Services,
  identity: Identity,
  { access, body, origin }: { access: SheetAccess; body: EstimateBody; origin: string },
): Promise<EstimateMade> {
  const { tenantId } = identity
  const sheet = { tableId: access.table.id, cycleId: access.cycle.id }
  await collaboration.waitUntilProjected(tenantId, sheet)
  const { made, values } = await inTenant(db, tenantId, (trx) => keepEstimate(trx, identity, { access, body, origin }))
  const { rejected } = await collaboration.writeRows(identity, sheet, [{ id: made.row_id, values }], 'estimated')
  const [refused] = rejected
  if (refused !== undefined) {
    await inTenant(db, tenantId, (trx) => trx('estimates').where({ tenant_id: tenantId, id: made.id }).delete())
    throw new ValidationError(refused.cells.map(({ ordinal }) => refusedCell(access, ordinal)))
  }
  return made
}

/** Computes it, and keeps what it rests on; one at a time in a sheet, so that nobody fills a gap twice. */
async function keepEstimate(
  trx: Knex.Transaction,
  identity: Identity,
  { access, body, origin }: { access: SheetAccess; body: EstimateBody; origin: string },
): Promise<Planned> {
  const [tableId, cycleId] = [access.table.id, access.cycle.id]
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`estimates ${tableId} ${cycleId}`])
  const cell = await findEstimatedCell(trx, access, body)
  const { value, inputs } = await estimatedAmount(trx, access, cell, body)
  const gap = cell.row === null ? JSON.stringify([cell.month, cell.site, cell.source]) : null
  const values = gap === null ? emptyCell(cell) : await emptyGap(trx, access, cell, gap)
  const kept = {
    tenant_id: identity.tenantId,
    cycle_id: cycleId,
    table_id: tableId,
    row_id: cell.row?.id ?? newRowIds(1)[0]!,
    ordinal: cell.field.ordinal,
    method: body.method,
    value,
    inputs: JSON.stringify(inputs),
    intensity: body.intensity === null ? null : JSON.stringify(body.intensity),
    reason: body.reason,
    gap,
    made_by: identity.userId,
    made_at: trx.fn.now(),
  }
  const [written]: { id: string }[] = await trx('estimates')
    .insert(kept)
    .onConflict(gap === null ? ['tenant_id', 'cycle_id', 'table_id', 'row_id', 'ordinal'] : GAP)
    .merge()
    .returning('id')
  // amounts are for who may read the cell, and the log for who may read the log
  const after = { table_id: tableId, row_id: kept.row_id, field: cell.field.key, method: body.method }
  await auditCycle(trx, identity, { cycle: access.cycle, action: 'cycle.estimate', before: null, after, origin })
  return { made: { id: written!.id, row_id: kept.row_id, value }, values: values.set(cell.field.ordinal, value) }
}

const GAP = ['tenant_id', 'cycle_id', 'table_id', 'gap']

async function estimatedAmount(
  trx: Knex.Transaction,
  access: SheetAccess,
  cell: EstimatedCell,
  { method, value, intensity, reason }: EstimateBody,
): Promise<{ value: number; inputs: EstimateInput[] }> {
  const problems: ProblemDetail[] = []
  const expected = (path: string, isGiven: boolean, isNeeded: boolean, remedy: string): void => {
    if (isGiven !== isNeeded) {
      const message = isNeeded ? remedy : 'The method computes without this. Leave it out.'
      problems.push({ path, code: isNeeded ? 'required' : 'not-used', message })
    }
  }
  expected(
    'value',
    value !== null,
    method === 'manual',
    'Give the amount that you estimate, in the unit of the column.',
  )
  expected('intensity', intensity !== null, method === 'intensity', 'Give the amount per unit, and how many units.')
  if (method === 'manual' && reason === '') {
    const message = 'Say how you came to the amount: an auditor will ask.'
    problems.push({ path: 'reason', code: 'required', message })
  }
  const found =
    method === 'manual' || method === 'intensity'
      ? null
      : estimateMethods(cell, access.cycle.id, await knownAmounts(trx, access, cell)).find(
          (one) => one.method === method,
        )
  const amount = intensity === null ? (value ?? found?.value ?? null) : intensity.per_unit * intensity.units
  if (problems.length === 0 && (amount === null || !Number.isFinite(amount))) {
    const message = 'Nothing is known that this method could rest on. Choose another.'
    problems.push({ path: 'method', code: 'not-found', message })
  }
  if (amount === null || problems.length > 0) {
    throw new ValidationError(problems)
  }
  const inputs = found?.inputs.map(({ cycle_name: _name, ...input }) => input) ?? []
  return { value: amount, inputs }
}

function emptyCell({ row, field }: EstimatedCell): Map<number, CellValue> {
  if ((row?.values[field.ordinal] ?? null) !== null) {
    const message = `${field.name} has a value already, and an estimate never goes over one. Empty the cell first.`
    throw new BlockedError('The cell is not empty. Nothing was changed.', [
      { path: 'row_id', code: 'not-empty', message },
    ])
  }
  return new Map()
}

async function emptyGap(
  trx: Knex.Transaction,
  access: SheetAccess,
  cell: EstimatedCell,
  gap: string,
): Promise<Map<number, CellValue>> {
  const { values, existing } = await rowForGap(trx, access, cell)
  const underWay: object | undefined = await trx('estimates')
    .where({ cycle_id: access.cycle.id, table_id: access.table.id, gap })
    .whereRaw(`tenant_id = current_tenant() AND made_at > now() - interval '30 seconds'`)
    .first('id')
  if (existing !== null || underWay !== undefined) {
    const message = `There is a row of this source in ${cell.month} already. Estimate its empty cell instead.`
    throw new BlockedError('Nothing is missing there any more. Nothing was changed.', [
      { path: 'gap', code: 'not-empty', message },
    ])
  }
  return values
}

function refusedCell({ readable }: SheetAccess, ordinal: number): ProblemDetail {
  const name = readable.find((field) => field.ordinal === ordinal)?.name
  const message =
    name === undefined
      ? 'You may not add rows here. Ask an administrator for the right to.'
      : `“${name}” was not taken. Look at the rights on that column.`
  return { path: 'field', code: 'forbidden-field', message }
}
