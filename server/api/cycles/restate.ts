import { RestateBody, RestateReply } from '#shared/api/restatement.ts'
import { presentCycle } from '#server/presenters/presentCycle.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadCycleToChange } from './loadCycle.ts'

export const restate = route({
  method: 'post',
  path: '/cycles/{id}/restate',
  tag: 'Cycles',
  summary:
    'Restate a locked cycle as a new version, with all its rows, open for edits; the reported one stays readable',
  body: RestateBody,
  reply: RestateReply,
  async handle({ identity, params, body, services: { db, collaboration }, ip }) {
    const { tenantId } = identity
    // it brings the document code with it, and idle servers do not need that
    const { restateCycle } = await import('#server/restatement/restateCycle.ts')
    const made = await inTenant(db, tenantId, async (trx) => {
      const cycle = await loadCycleToChange(trx, identity, params['id']!)
      return restateCycle(trx, identity, { cycle, body, origin: ip })
    })
    await collaboration.waitUntilProjected(tenantId, { cycleId: made.cycle.id })
    return { ...presentCycle(made.cycle), rows: made.rows, left_behind: made.leftBehind }
  },
})
