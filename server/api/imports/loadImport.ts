import type { Knex } from 'knex'
import { BlockedError } from '#server/errors/BlockedError.ts'
import { LockedError } from '#server/errors/LockedError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { importActions, type ImportFacts, isWorking, type LastJob } from '#server/imports/importState.ts'
import type { StoredImport } from '#server/imports/StoredImport.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { ImportAction } from '#shared/api/imports.ts'
import type { AppServices } from '../AppServices.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

/** Rows of an import by what came of them. */
export interface RowCounts {
  added: number
  changed: number
  unchanged: number
  rejected: number
  written: number
}

/** An import with what is told beside it. */
export interface ListedImport extends StoredImport, RowCounts {
  table_name: string
  cycle_name: string
  job: LastJob | null
}

const COUNTS = ['added', 'changed', 'unchanged', 'rejected', 'written'] as const

/** Imports with their jobs and counts; `light`: without what is long. */
export function listedImports(trx: Knex.Transaction, { tenantId }: Identity): Knex.QueryBuilder {
  const sums = COUNTS.map((count) => `coalesce(sum(${count}), 0)::int AS ${count}`).join(', ')
  return trx('imports as i')
    .join('tables as t', (on) => on.on('t.tenant_id', 'i.tenant_id').on('t.id', 'i.table_id'))
    .join('cycles as c', (on) => on.on('c.tenant_id', 'i.tenant_id').on('c.id', 'i.cycle_id'))
    .leftJoin('jobs as j', (on) => on.on('j.tenant_id', 'i.tenant_id').on('j.id', 'i.job_id'))
    .joinRaw(
      `LEFT JOIN LATERAL (SELECT ${sums} FROM import_blocks b WHERE b.tenant_id = i.tenant_id AND b.import_id = i.id) n ON true`,
    )
    .where('i.tenant_id', tenantId)
    .select('i.*', { table_name: 't.name', cycle_name: 'c.name' })
    .select(COUNTS.map((count) => trx.raw(`coalesce((i.counts ->> '${count}')::int, n.${count}) AS ${count}`)))
    .select(
      trx.raw(`CASE WHEN j.id IS NOT NULL THEN jsonb_build_object('id', j.id, 'state', j.state, 'step', j.input ->> 'step',
        'progress', j.progress, 'doing', j.doing, 'error', j.error) END AS job`),
    )
}

/** What decides on the state of an import. */
export function factsOf(found: ListedImport): ImportFacts {
  const { added, changed, written, rejected, job } = found
  return {
    imported: found,
    job,
    isForgotten: found.counts !== null,
    waiting: added + changed - written,
    written,
    rejected,
  }
}

/** One of the caller's own imports, with what they may do with its sheet. Throws `not-found`, for others as well. */
export async function loadImport(
  services: Pick<AppServices, 'db' | 'reader'>,
  identity: Identity,
  id: string,
): Promise<{ found: ListedImport; access: SheetAccess }> {
  const found: ListedImport | undefined = await inTenant(services.db, identity.tenantId, (trx) =>
    listedImports(trx, identity).where({ 'i.id': id, 'i.made_by': identity.userId }).first(),
  )
  if (found === undefined) {
    throw new NotFoundError('import')
  }
  const { access } = await loadSheetAccess(services, identity, { tableId: found.table_id, cycleId: found.cycle_id })
  return { found, access }
}

/**
 * Changes one of the caller's own imports: nothing else changes it meanwhile. Throws `not-found`, `locked` where it would be
 * written, and `blocked` when this cannot be done now, for which a job that works on it is a reason.
 */
export async function changeImport<T>(
  services: Pick<AppServices, 'db' | 'reader'>,
  identity: Identity,
  { id, action }: { id: string; action: ImportAction },
  work: (trx: Knex.Transaction, found: ListedImport, access: SheetAccess) => Promise<T>,
): Promise<T> {
  const { access } = await loadImport(services, identity, id)
  return inTenant(services.db, identity.tenantId, async (trx) => {
    await trx('imports').where({ tenant_id: identity.tenantId, id }).forUpdate().first('id')
    const found: ListedImport = await listedImports(trx, identity).where('i.id', id).first()
    const facts = factsOf(found)
    if (access.locked && (action === 'commit' || action === 'revert')) {
      throw new LockedError()
    }
    if (!importActions(facts, access.locked).includes(action)) {
      const message = isWorking(facts.job)
        ? 'It is being worked on. Wait until that is done, or cancel it.'
        : 'This cannot be done with the import as it is now.'
      throw new BlockedError(`${message} Nothing was changed.`, [{ path: 'state', code: 'wrong-status', message }])
    }
    return work(trx, found, access)
  })
}
