import { ComparisonQuery, CycleComparison } from '#shared/api/cycleComparison.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
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
  async handle({ identity, params, query, services: { db, collaboration } }) {
    const { tenantId } = identity
    const load = (id: string) => inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', id))
    const [after, before] = [await load(params['id']!), await load(query.with)]
    if (before.projectId !== after.projectId) {
      const message = 'This is a cycle of another project. Name one of the same project.'
      throw new ValidationError([{ path: 'with', code: 'other-project', message }])
    }
    await collaboration.waitUntilProjected(tenantId, { cycleId: after.id })
    await collaboration.waitUntilProjected(tenantId, { cycleId: before.id })
    // the formula parser is large, and idle servers do not need it
    const { compareCycles } = await import('#server/comparison/compareCycles.ts')
    return inTenant(db, tenantId, (trx) => compareCycles(trx, identity, before, after))
  },
})
