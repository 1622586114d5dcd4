import type { Knex } from 'knex'
import type { CycleBlocker } from '#shared/api/cycles.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { cycleScope2, hasAllocations } from './cycleScope2.ts'

/**
 * Instruments that cover more than is consumed, because consumption fell after they were allocated. `tellsOfHidden`: who may
 * not read all of scope 2 is told that something is open, and no more; without it they are told nothing.
 */
export async function excessBlockers(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: Cycle,
  tellsOfHidden: boolean,
): Promise<CycleBlocker[]> {
  if (!(await hasAllocations(trx, cycle.id))) {
    return []
  }
  const { seesScope2 } = await readableSheetsOf(trx, identity, cycle.id)
  const { allocations, excess } = await cycleScope2(trx, cycle)
  const place = { table_id: null, module_name: null, count: null }
  if (!seesScope2) {
    return tellsOfHidden && excess.size > 0 ? [{ kind: 'hidden', name: null, ...place }] : []
  }
  return allocations.flatMap(({ id, name }) => {
    const mwh = excess.get(id)
    return mwh === undefined ? [] : [{ kind: 'instruments', name, ...place, mwh: Math.round(mwh * 1e6) / 1e6 }]
  })
}
