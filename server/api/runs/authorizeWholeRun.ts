import type { Knex } from 'knex'
import { AppError } from '#server/errors/AppError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { hiddenInRun } from '#server/packs/hiddenInRun.ts'

/** A finished run. */
export interface StoredRun {
  id: string
  cycle_id: string
  project_id: string
  engine: number
  root_hash: string
  row_count: number
  co2e_kg: number | null
  biogenic_co2_kg: number | null
  market_based_kg: number | null
  /** Null: of a locked cycle. */
  cells_hash: string | null
  keeps_rows: boolean
  made_by: string | null
  made_at: Date
}

/** The finished runs of the tenant with their projects. */
export const finishedRuns = (trx: Knex.Transaction): Knex.QueryBuilder<object, StoredRun[]> =>
  trx('runs as r')
    .join('cycles as c', (on) => on.on('c.tenant_id', 'r.tenant_id').on('c.id', 'r.cycle_id'))
    .whereRaw('r.tenant_id = current_tenant()')
    .whereNull('c.deleted_at')
    .whereNotNull('r.root_hash')
    .select('r.*', 'c.project_id')

/**
 * A run of which the caller may read everything. Throws `not-found` for who may not read the cycle, and `forbidden` with the
 * tables that hide something from them.
 */
export async function loadWholeRun(trx: Knex.Transaction, identity: Identity, id: string): Promise<StoredRun> {
  const run: StoredRun | undefined = await finishedRuns(trx).where('r.id', id).first()
  if (run === undefined) {
    throw new NotFoundError('run')
  }
  await authorizeWholeRun(trx, identity, run)
  return run
}

/** The same of the sealed run of a cycle. */
export async function loadSealedRun(trx: Knex.Transaction, identity: Identity, cycleId: string): Promise<StoredRun> {
  const run: StoredRun | undefined = await finishedRuns(trx)
    .join('seals as s', (on) => on.on('s.tenant_id', 'r.tenant_id').on('s.run_id', 'r.id'))
    .where('r.cycle_id', cycleId)
    .orderBy('s.sequence', 'desc')
    .first()
  if (run === undefined) {
    throw new NotFoundError('seal')
  }
  await authorizeWholeRun(trx, identity, run)
  return run
}

async function authorizeWholeRun(trx: Knex.Transaction, identity: Identity, run: StoredRun): Promise<void> {
  const place = { tenantId: identity.tenantId, projectId: run.project_id }
  authorize(identity, 'read', 'Cycle', place)
  if (!identity.ability.can('read', 'Run')) {
    throw notWhole([])
  }
  authorize(identity, 'read', 'Run', place)
  const hidden = await hiddenInRun(trx, identity, { runId: run.id, projectId: run.project_id })
  if (hidden.length > 0) {
    throw notWhole(hidden)
  }
}

function notWhole(hidden: readonly string[]): AppError {
  const who = 'It holds everything that the numbers rest on, so it is for administrators and auditors of the project'
  return new AppError({
    code: 'forbidden',
    status: 403,
    detail: `${who} who may read every field. Ask one of them, or for the right to read the fields.`,
    errors: hidden.map((table) => ({
      path: 'cycle',
      code: 'hidden-fields',
      message: `${table}: fields of it are hidden from you.`,
    })),
  })
}

/** What is asked for of a run needs its rows, and it keeps none. */
export const rowsNotKept = (): AppError =>
  new AppError({
    code: 'blocked',
    status: 409,
    detail:
      'This run was made in the background: it keeps hashes and totals, and no copy of its rows. Start a run (POST cycles/{id}/runs) for results row by row, or read the totals of this one.',
  })
