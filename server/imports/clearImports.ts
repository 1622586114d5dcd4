/** What files of rows leave behind that nobody comes back to. */
import type { Knex } from 'knex'
import { auditOfSystem } from '../commands/auditOfSystem.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { forgetRows, forgetTexts } from './forgetRows.ts'
import { giveUp } from './changeRecipe.ts'
import type { StoredImport } from './StoredImport.ts'

/** Nobody has done anything with it for so long. */
const PATIENCE = '30 days'
/** How often it is looked, in milliseconds. */
export const CLEAR_IMPORTS_MS = 3_600_000

type Found = Pick<StoredImport, 'id' | 'tenant_id' | 'table_id' | 'cycle_id' | 'file_name' | 'file_hash'>

/**
 * In every tenant: imports of which nothing is written are given up after a month, or when their cycle is locked; of those that
 * are written, a month later the texts of the rows go, and all of them when the cycle is locked. What is worked on is left.
 */
export async function clearImports(db: Knex): Promise<void> {
  for (const tenantId of await tenantsWithImports(db)) {
    await inTenant(db, tenantId, clearTenant)
  }
}

async function clearTenant(trx: Knex.Transaction): Promise<void> {
  for (const found of await quiet(trx, NOTHING_WRITTEN)) {
    await giveUp(trx, found)
    const { tenant_id, id, table_id, cycle_id, file_name, file_hash: file_sha256 } = found
    await auditOfSystem(trx, tenant_id, {
      action: 'import.expire',
      subjectKind: 'import',
      subjectId: id,
      before: null,
      after: { table_id, cycle_id, file_name, file_sha256 },
    })
  }
  for (const found of await quiet(trx, FINAL)) {
    await forgetRows(trx, found)
  }
  for (const found of await quiet(trx, WRITTEN_LONG_AGO)) {
    await forgetTexts(trx, found)
  }
}

const HAS_WRITTEN = `(i.committed_at IS NOT NULL OR EXISTS (
  SELECT FROM import_blocks b WHERE b.tenant_id = i.tenant_id AND b.import_id = i.id AND b.written > 0))`
const NOTHING_WRITTEN = `i.stage IN ('uploaded', 'read', 'previewed') AND NOT ${HAS_WRITTEN} AND (c.status = 'locked'
  OR greatest(i.created_at, j.finished_at) < now() - interval '${PATIENCE}')`
const FINAL = `i.counts IS NULL AND (i.stage = 'reverted' OR (i.stage = 'previewed' AND c.status = 'locked'))`
const WRITTEN_LONG_AGO = `i.stage = 'previewed' AND i.counts IS NULL AND i.trimmed_at IS NULL
  AND i.committed_at < now() - interval '${PATIENCE}'`

/** Imports on which nothing works, and which another server does not clear up at this moment. */
async function quiet(trx: Knex.Transaction, which: string): Promise<Found[]> {
  const { rows } = await trx.raw<{ rows: Found[] }>(
    `SELECT i.tenant_id, i.id, i.table_id, i.cycle_id, i.file_name, i.file_hash
     FROM imports i
       JOIN cycles c ON c.tenant_id = i.tenant_id AND c.id = i.cycle_id
       LEFT JOIN jobs j ON j.tenant_id = i.tenant_id AND j.id = i.job_id
     WHERE i.tenant_id = current_tenant() AND coalesce(j.state NOT IN ('queued', 'running'), true) AND ${which}
     FOR UPDATE OF i SKIP LOCKED`,
  )
  return rows
}

function tenantsWithImports(db: Knex): Promise<string[]> {
  return db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.follow_imports', 'on', true)`)
    return trx('imports').whereNull('counts').whereNot({ stage: 'cancelled' }).distinct('tenant_id').pluck('tenant_id')
  })
}
