import type { Knex } from 'knex'
import { BlockedError } from '../errors/BlockedError.ts'
import { LockedError } from '../errors/LockedError.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { auditCycle } from './auditCycle.ts'
import { baseOfSomething } from './baseOfSomething.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { told } from './createCycle.ts'

/**
 * Takes away a cycle that holds no rows, or a restatement that is not to be; it stays in the database, and its name is free
 * again. The version before is the latest again. Its documents are closed for
 * writing in the same transaction, so nothing can come into it meanwhile; `untilProjected` waits for what came before. The
 * caller tells connected people, after the commit. Throws LockedError, and BlockedError while it holds rows.
 */
export async function deleteCycle(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, origin, untilProjected }: { cycle: Cycle; origin: string; untilProjected: () => Promise<void> },
): Promise<void> {
  if (cycle.status === 'locked') {
    throw new LockedError()
  }
  const { tenantId } = identity
  const inUse = await baseOfSomething(trx, cycle.id)
  if (inUse.length > 0) {
    throw new BlockedError('Later years are measured against this cycle. Nothing was changed.', inUse)
  }
  await bumpEpochs(trx, tenantId, (documents) => documents.where({ 'd.cycle_id': cycle.id }), { locked: true })
  await untilProjected()
  const { count }: { count: number } = await trx('rows')
    .where({ tenant_id: tenantId, cycle_id: cycle.id, deleted: false })
    .first(trx.raw('count(*)::int AS count'))
  if (count > 0 && cycle.restates === null) {
    const message = `${cycle.name} holds ${count} rows. Delete them first, if nobody needs them.`
    throw new BlockedError('Only an empty cycle can be deleted. Nothing was changed.', [
      { path: '', code: 'not-empty', message },
    ])
  }
  await Cycle.query(trx)
    .where({ tenant_id: tenantId, id: cycle.id })
    .patch({ deletedAt: trx.raw('now()') })
  await trx('cycles').where({ tenant_id: tenantId, restated_by: cycle.id }).update({ restated_by: null })
  await auditCycle(trx, identity, { cycle, action: 'cycle.delete', before: told(cycle), after: null, origin })
}
