import type { Knex } from 'knex'
import { cellsHash } from './cellsHash.ts'
import { freezeCycle } from './freezeCycle.ts'
import { frozenFiles } from './makeRun.ts'

/** A run of an open cycle, as its staleness is judged. */
export interface JudgedRun {
  id: string
  cycle_id: string
  cells_hash: string | null
}

/**
 * Whether a run of now would come from the same: the same cells, as far as the journals are at this moment, and the same
 * settings, tables, formulas, factors, GWPs, parameters, instruments, boundary and declarations. Derived each time, so a change
 * of any of them shows at once. The cells are looked at first: that costs one look-up per document.
 */
export async function isCurrentRun(trx: Knex.Transaction, run: JudgedRun): Promise<boolean> {
  if (run.cells_hash !== (await cellsHash(trx, run.cycle_id, 'head'))) {
    return false
  }
  const now = frozenFiles(await freezeCycle(trx, run.cycle_id))
  const then: { name: string; sha256: string }[] = await trx('run_files')
    .whereRaw('tenant_id = current_tenant()')
    .where({ run_id: run.id })
    .whereIn(
      'name',
      now.map(({ name }) => name),
    )
    .select('name', 'sha256')
  const hashes = new Map(then.map(({ name, sha256 }) => [name, sha256]))
  return now.every(({ name, sha256 }) => hashes.get(name) === sha256)
}
