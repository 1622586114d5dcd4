import type { Knex } from 'knex'
import { newGestureId } from '#collab/protocol/gestures.ts'
import type { LeftBehind, RestateBody } from '#shared/api/restatement.ts'
import { copyDeclarations } from '../declarations/declarationsOf.ts'
import { copyDeclaredGaps } from '../declarations/declaredGaps.ts'
import { copyEstimates } from '../estimates/copyEstimates.ts'
import { copyControls } from '../boundary/keepBoundary.ts'
import { copyChoices } from '../factors/copyChoices.ts'
import { auditCycle } from '../commands/auditCycle.ts'
import { oneAtATime } from '../commands/createCycle.ts'
import { notesOnRows, writeCopiedNotes } from '../copies/writeCopiedNotes.ts'
import { writeNewSheet } from '../copies/writeNewSheet.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { restatedSheet } from './restatedSheet.ts'

/** Of one request. */
const MOST_RESTATED_ROWS = 200_000

export interface Restated {
  cycle: Cycle
  rows: number
  leftBehind: LeftBehind[]
}

/**
 * Makes the next version of a locked cycle, whose row the caller has locked: its rows with their ids and notes, and what its
 * instruments cover, open for edits. Everything in the transaction, so whoever is killed before the commit leaves nothing. The
 * version that was reported is only marked. Throws BlockedError when the cycle is not locked or was restated already, and
 * ValidationError (GHG Protocol Corporate Standard, rev. ed., chapter 5).
 */
export async function restateCycle(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, body, origin }: { cycle: Cycle; body: RestateBody; origin: string },
): Promise<Restated> {
  await oneAtATime(trx, cycle.projectId)
  await expectRestatable(trx, cycle)
  const made = await insertVersion(trx, identity, cycle, body)
  const leftBehind: LeftBehind[] = []
  let rows = 0
  for (const table of await tablesWithRows(trx, cycle.id)) {
    const sheet = await restatedSheet(trx, table, cycle.id)
    const address = { tableId: table.id, cycleId: made.id }
    const gesture = { kind: 'copied', id: newGestureId() } as const
    await writeNewSheet(trx, identity, address, { rows: sheet.rows, gesture, isWhole: true })
    const from = { tableId: table.id, cycleId: cycle.id }
    const ids = new Set(sheet.rows.map(({ id }) => id))
    await writeCopiedNotes(trx, identity, address, await notesOnRows(trx, identity, from, ids))
    rows += sheet.rows.length
    leftBehind.push(...sheet.leftBehind)
  }
  await copyAllocations(trx, identity, cycle.id, made.id)
  await copyControls(trx, identity, cycle.id, made.id)
  await copyDeclarations(trx, identity, { from: cycle.id, to: made.id, keepsZeros: true })
  await copyDeclaredGaps(trx, identity, { from: cycle.id, to: made.id })
  await copyChoices(trx, { from: cycle.id, to: made.id })
  await copyEstimates(trx, { from: cycle.id, to: made.id })
  const after = { ...body, version: made.version, cycle_id: made.id, rows, left_behind: leftBehind }
  await auditCycle(trx, identity, { cycle, action: 'cycle.restate', before: null, after, origin })
  const told = { ...body, restates: cycle.id, version: made.version, rows }
  await auditCycle(trx, identity, { cycle: made, action: 'cycle.create', before: null, after: told, origin })
  return { cycle: made, rows, leftBehind }
}

async function expectRestatable(trx: Knex.Transaction, cycle: Cycle): Promise<void> {
  if (cycle.restatedBy !== null) {
    const message = `${cycle.name} was restated already. Work in its newer version, or restate that one when it is locked.`
    throw new BlockedError('Only the latest version of a cycle can be restated. Nothing was changed.', [
      { path: '', code: 'restated', message },
    ])
  }
  if (cycle.status !== 'locked') {
    const message = `${cycle.name} is not locked: its numbers can still be changed where they stand.`
    throw new BlockedError('Only a locked cycle is restated. Nothing was changed.', [
      { path: '', code: 'not-locked', message },
    ])
  }
  const { count }: { count: number } = await trx('rows')
    .where({ tenant_id: cycle.tenantId, cycle_id: cycle.id, deleted: false })
    .first(trx.raw('count(*)::int AS count'))
  if (count > MOST_RESTATED_ROWS) {
    const message = `${cycle.name} holds ${count} rows; at most ${MOST_RESTATED_ROWS} can be restated at once.`
    throw new ValidationError([{ path: '', code: 'many-rows', message }])
  }
}

async function insertVersion(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: Cycle,
  body: RestateBody,
): Promise<Cycle> {
  const { tenantId, projectId, startsOn, endsOn, gwpSet, factorYear } = cycle
  const version = cycle.version + 1
  const made = await Cycle.query(trx)
    .insert({
      tenantId,
      projectId,
      startsOn,
      endsOn,
      gwpSet,
      factorYear,
      name: await versionName(trx, cycle, version),
      version,
      originalId: cycle.originalId ?? cycle.id,
      restates: cycle.id,
      restatement: { ...body, at: new Date().toISOString() },
    })
    .returning('*')
  await Cycle.query(trx).where({ tenant_id: identity.tenantId, id: cycle.id }).patch({ restatedBy: made.id })
  return made
}

/** The name of the first version, with the number; a namesake is somebody's other cycle. */
async function versionName(trx: Knex.Transaction, cycle: Cycle, version: number): Promise<string> {
  const original = cycle.originalId === null ? cycle : await Cycle.query(trx).findById(cycle.originalId)
  const name = `${original?.name ?? cycle.name} v${version}`
  const namesake = await Cycle.query(trx)
    .where({ project_id: cycle.projectId })
    .whereNull('deleted_at')
    .whereRaw('lower(name) = lower(?)', [name])
    .first()
  if (namesake !== undefined) {
    const message = `The project has a cycle “${namesake.name}” already, and the new version would be called so. Rename that one.`
    throw new ValidationError([{ path: '', code: 'taken', message }])
  }
  return name
}

function tablesWithRows(trx: Knex.Transaction, cycleId: string): Promise<{ id: string; name: string }[]> {
  return trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .whereExists(
      trx('rows as r')
        .whereRaw('r.tenant_id = t.tenant_id AND r.table_id = t.id')
        .where({ 'r.cycle_id': cycleId, 'r.deleted': false }),
    )
    .whereRaw('t.tenant_id = current_tenant()')
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .orderBy(['m.position', 't.position', 't.id'])
    .select('t.id', 't.name')
}

/** The same energy is covered by the same instruments: the version before does not count any more. */
async function copyAllocations(
  trx: Knex.Transaction,
  { userId }: Identity,
  fromCycleId: string,
  toCycleId: string,
): Promise<void> {
  await trx.raw(
    `INSERT INTO instrument_allocations (tenant_id, instrument_id, cycle_id, site, from_month, to_month, mwh, made_by, created_at)
     SELECT tenant_id, instrument_id, :toCycleId, site, from_month, to_month, mwh, :userId, created_at
     FROM instrument_allocations
     WHERE tenant_id = current_tenant() AND cycle_id = :fromCycleId AND deleted_at IS NULL`,
    { fromCycleId, toCycleId, userId },
  )
}
