import type { Knex } from 'knex'
import { recordsIn } from '../packs/recordLines.ts'
import { TotalRecord } from './packRecords.ts'

const NAME = 'totals.ndjson'

/** The sums that a run came to, as it keeps them. */
export async function totalsOfRun(trx: Knex.Transaction, runId: string): Promise<TotalRecord[]> {
  const files: { name: string; content: string | null }[] = await trx('run_files')
    .whereRaw('tenant_id = current_tenant()')
    .where({ run_id: runId, name: NAME })
    .select('name', 'content')
  return recordsIn(files, NAME, TotalRecord)
}
