import type { Knex } from 'knex'
import { cellsHash } from './cellsHash.ts'
import { countRows } from './countRows.ts'
import { tellHooks } from '../hooks/tellHooks.ts'
import { makeRun } from './makeRun.ts'

/** A run that is wanted of a cycle that is not locked. */
export interface OpenRunAsked {
  tenantId: string
  cycleId: string
  jobId: string
  /** Null: the system. */
  madeBy: string | null
  keepsRows: boolean
}

/**
 * What came of it. `unsettled`: results that are gathered from other rows are being made anew; later. `locked`, `gone`: there
 * is nothing to be computed any more.
 */
export type OpenRunOutcome = { state: 'made'; runId: string; rows: number } | { state: 'unsettled' | 'locked' | 'gone' }

/**
 * Computes an open cycle while people go on writing to it: the transaction sees one moment of everything. A job that has made
 * its run already makes no other one. Where the cycle is changed or locked meanwhile the transaction fails (40001), so a
 * locked cycle never gets a run besides its sealed one; nothing of the run is left then.
 */
export async function runOpenCycle(
  db: Knex,
  { tenantId, cycleId, jobId, madeBy, keepsRows }: OpenRunAsked,
  onRows: (rows: number, of: number) => void,
): Promise<OpenRunOutcome> {
  return db.transaction(
    async (trx): Promise<OpenRunOutcome> => {
      await trx.raw(`SELECT set_config('app.tenant_id', ?, true)`, [tenantId])
      const cycle = () => trx('cycles').where({ tenant_id: tenantId, id: cycleId }).whereNull('deleted_at')
      const made: { id: string; row_count: number } | undefined = await trx('runs')
        .where({ tenant_id: tenantId, job_id: jobId })
        .first('id', 'row_count')
      if (made !== undefined) {
        return { state: 'made', runId: made.id, rows: made.row_count }
      }
      const found: { status: string } | undefined = await cycle().first('status')
      if (found === undefined || found.status === 'locked') {
        return { state: found === undefined ? 'gone' : 'locked' }
      }
      const noted = await trx('sheet_refreshes').where({ tenant_id: tenantId, cycle_id: cycleId }).first('id')
      if (noted !== undefined) {
        return { state: 'unsettled' }
      }
      const of = await countRows(trx, cycleId)
      const run = await makeRun(trx, {
        cycleId,
        madeBy,
        keepsRows,
        open: { jobId, cellsHash: await cellsHash(trx, cycleId, 'position') },
        onRows: (rows) => onRows(rows, of),
      })
      await cycle().forShare().first('id')
      // What the system computes by itself would tell that a cell changed, maybe of a field for some readers.
      if (madeBy !== null) {
        await tellHooks(trx, { kind: 'run.finished', data: { run_id: run.id, cycle_id: cycleId, by: madeBy } })
      }
      return { state: 'made', runId: run.id, rows: run.rows }
    },
    { isolationLevel: 'repeatable read' },
  )
}
