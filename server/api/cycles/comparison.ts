import { ComparisonQuery, ComparisonRows, ComparisonRowsQuery, CycleComparison } from '#shared/api/cycleComparison.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { Cycle } from '#server/models/Cycle.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { route } from '../routing/Route.ts'
import { loadCycle } from './loadCycle.ts'

export const comparison = route({
  method: 'get',
  path: '/cycles/{id}/comparison',
  tag: 'Cycles',
  summary:
    'How a cycle differs from another one of its project, and why: activity, factors, GWP set, rows that came and went',
  query: ComparisonQuery,
  reply: CycleComparison,
  async handle({ identity, params, query, services }) {
    const { before, after } = await loadBoth(services, identity, params['id']!, query.with)
    // the formula parser is large, and idle servers do not need it
    const { compareCycles } = await import('#server/comparison/compareCycles.ts')
    return inTenant(services.db, identity.tenantId, (trx) => compareCycles(trx, identity, before, after))
  },
})

export const comparisonRows = route({
  method: 'get',
  path: '/cycles/{id}/comparison/rows',
  tag: 'Cycles',
  summary: 'The rows that one cause changed between two cycles, largest change first',
  query: ComparisonRowsQuery,
  reply: ComparisonRows,
  async handle({ identity, params, query, services }) {
    const both = await loadBoth(services, identity, params['id']!, query.with)
    const { compareRows } = await import('#server/comparison/compareRows.ts')
    return inTenant(services.db, identity.tenantId, (trx) => compareRows(trx, identity, both, query))
  },
})

/** Both cycles, with everything that was written to them. Throws `not-found`, and ValidationError for another project. */
async function loadBoth(
  { db, collaboration }: AppServices,
  identity: Identity,
  afterId: string,
  beforeId: string,
): Promise<{ before: Cycle; after: Cycle }> {
  const { tenantId } = identity
  const load = (id: string) => inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', id))
  const [after, before] = [await load(afterId), await load(beforeId)]
  if (before.projectId !== after.projectId) {
    const message = 'This is a cycle of another project. Name one of the same project.'
    throw new ValidationError([{ path: 'with', code: 'other-project', message }])
  }
  await collaboration.waitUntilProjected(tenantId, { cycleId: after.id })
  await collaboration.waitUntilProjected(tenantId, { cycleId: before.id })
  return { before, after }
}
