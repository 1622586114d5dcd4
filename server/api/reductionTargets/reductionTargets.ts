import type { Knex } from 'knex'
import { NewReductionTargetBody, ReductionTargetBody, ReductionTargetsReply } from '#shared/api/reductionTargets.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { ReductionTarget } from '#server/models/ReductionTarget.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { projectTargets } from '#server/reductionTargets/projectTargets.ts'
import {
  addReductionTarget,
  changeReductionTarget,
  retireReductionTarget,
} from '#server/reductionTargets/saveReductionTarget.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadManagedProject, loadProject } from '../projects/loadProject.ts'
import { untilProjectIsProjected } from '../projects/untilProjectIsProjected.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Targets and intensity'

const list = route({
  method: 'get',
  path: '/projects/{id}/reduction_targets',
  tag: TAG,
  summary: 'Reduction targets with their paths, what came of them, and what near-term criteria would say',
  reply: ReductionTargetsReply,
  async handle({ identity, params, services }) {
    const { id } = await loadProject(services, identity, params['id']!)
    await untilProjectIsProjected(services, identity, id)
    return inTenant(services.db, identity.tenantId, async (trx) => ({ data: await projectTargets(trx, identity, id) }))
  },
})

const add = route({
  method: 'post',
  path: '/projects/{id}/reduction_targets',
  tag: TAG,
  summary: 'Set a reduction target; for who manages the cycles of the project',
  body: NewReductionTargetBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    const { id: projectId } = await loadManagedProject(services, identity, params['id']!)
    await inTenant(services.db, identity.tenantId, (trx) =>
      addReductionTarget(trx, identity, { projectId, body, origin: ip }),
    )
  },
})

const change = route({
  method: 'patch',
  path: '/reduction_targets/{id}',
  tag: TAG,
  summary: 'Rename or describe a target; what it promises stays',
  body: ReductionTargetBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const target = await loadTarget(trx, identity, params['id']!)
      await changeReductionTarget(trx, identity, { target, body, origin: ip })
    })
  },
})

const remove = route({
  method: 'delete',
  path: '/reduction_targets/{id}',
  tag: TAG,
  summary: 'Delete a target; the log keeps what it promised',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const target = await loadTarget(trx, identity, params['id']!)
      await retireReductionTarget(trx, identity, { target, origin: ip })
    })
  },
})

export const reductionTargetRoutes = [list, add, change, remove]

/** To be changed; nobody else changes it meanwhile. */
async function loadTarget(trx: Knex.Transaction, identity: Identity, id: string): Promise<ReductionTarget> {
  const found = await ReductionTarget.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .whereNull('deleted_at')
    .forUpdate()
    .first()
  if (found === undefined) {
    throw new NotFoundError('target')
  }
  authorize(identity, 'manage', 'Cycle', { tenantId: identity.tenantId, projectId: found.projectId })
  return found
}
