import { CycleReply, CycleStatusBody } from '#shared/api/cycles.ts'
import { setCycleStatus } from '#server/commands/setCycleStatus.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Cycle } from '#server/models/Cycle.ts'
import { authorize } from '#server/policies/authorize.ts'
import { presentCycle } from '#server/presenters/presentCycle.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'

const setStatus = route({
  method: 'post',
  path: '/cycles/{id}/status',
  tag: 'Cycles',
  summary: 'Open a cycle, put it in review, or lock it for good; for administrators of its project',
  body: CycleStatusBody,
  reply: CycleReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const cycle = await inTenant(services.db, tenantId, async (trx) => {
      // no more than that: rows that are being derived refer to the cycle, and hold the documents that we wait for next
      const found = await Cycle.query(trx)
        .findById(params['id']!)
        .where({ tenant_id: tenantId })
        .whereNull('deleted_at')
        .forNoKeyUpdate()
      if (found === undefined) {
        throw new NotFoundError('cycle')
      }
      authorize(identity, 'manage', 'Cycle', { tenantId, projectId: found.projectId })
      return setCycleStatus(trx, identity, found, { status: body.status, origin: ip })
    })
    await services.collaboration.refreshRights(tenantId, { cycleId: cycle.id })
    if (cycle.status === 'locked') {
      services.collaboration.foldCycle(tenantId, cycle.id)
    }
    return presentCycle(cycle)
  },
})

export const cycleRoutes = [setStatus]
