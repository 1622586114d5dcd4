import type { Knex } from 'knex'
import { hiddenInRun } from '#server/packs/hiddenInRun.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { StoredRun } from './authorizeWholeRun.ts'

const DECIDING = ['modules.ndjson', 'tables.ndjson', 'fields.ndjson']

/**
 * Of each run the tables of which something is hidden from the person. An older run may hold a field that the newest has not;
 * runs over the same fields are looked at once.
 */
export async function hiddenByRun(
  trx: Knex.Transaction,
  identity: Identity,
  runs: readonly StoredRun[],
): Promise<Map<string, string[]>> {
  const files: { run_id: string; sha256: string }[] = await trx('run_files')
    .whereRaw('tenant_id = current_tenant()')
    .whereIn(
      'run_id',
      runs.map(({ id }) => id),
    )
    .whereIn('name', DECIDING)
    .orderBy('name')
    .select('run_id', 'sha256')
  const fieldsOf = new Map(
    [...Map.groupBy(files, (file) => file.run_id)].map(([id, own]) => [id, own.map(({ sha256 }) => sha256).join()]),
  )
  const known = new Map<string, string[]>()
  const hidden = new Map<string, string[]>()
  for (const { id, project_id: projectId } of runs) {
    const fields = fieldsOf.get(id) ?? id
    const tables = known.get(fields) ?? (await hiddenInRun(trx, identity, { runId: id, projectId }))
    known.set(fields, tables)
    hidden.set(id, tables)
  }
  return hidden
}
