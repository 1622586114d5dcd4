import type { Knex } from 'knex'
import { tellHooks } from '../hooks/tellHooks.ts'
import type { StoredImport } from './StoredImport.ts'

/**
 * Tells webhooks that an import is written as far as it is right, or taken back. No counts: of a file that goes into fields for
 * some readers they would say how many cells of those changed. Told once more when a server dies just behind it.
 */
export function tellFinished(
  trx: Knex.Transaction,
  { id, table_id, cycle_id, made_by: by }: StoredImport,
  state: 'committed' | 'reverted',
): Promise<void> {
  return tellHooks(trx, { kind: 'import.finished', data: { import_id: id, table_id, cycle_id, state, by } })
}
