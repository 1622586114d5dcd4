import {
  BoundaryBody,
  BoundaryPreview,
  BoundaryPreviewBody,
  BoundaryReply,
  ConsolidationBody,
  ConsolidationReply,
} from '#shared/api/boundary.ts'
import { cycleBoundary } from '#server/boundary/cycleBoundary.ts'
import { previewBoundary } from '#server/boundary/previewBoundary.ts'
import { saveBoundary, setConsolidation } from '#server/boundary/saveBoundary.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Project } from '#server/models/Project.ts'
import { authorize } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadCycle, loadCycleToChange } from '../cycles/loadCycle.ts'
import { type Route, route } from '../routing/Route.ts'

const TAG = 'Boundary'

/** Which part of each site belongs to the company. */
export const boundaryRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/cycles/{id}/boundary',
    tag: TAG,
    summary: 'The consolidation approach, what the company has of each site, and what of it counts',
    reply: BoundaryReply,
    async handle({ identity, params, services: { db, collaboration } }) {
      const { tenantId } = identity
      const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
      await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
      return inTenant(db, tenantId, (trx) => cycleBoundary(trx, identity, cycle))
    },
  }),
  route({
    method: 'post',
    path: '/cycles/{id}/boundary/preview',
    tag: TAG,
    summary: 'How the totals that you may read would change with another approach or other shares; nothing is written',
    body: BoundaryPreviewBody,
    reply: BoundaryPreview,
    async handle({ identity, params, body, services: { db, collaboration } }) {
      const { tenantId } = identity
      const { id: cycleId } = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'manage', params['id']!))
      await collaboration.waitUntilProjected(tenantId, { cycleId })
      return inTenant(db, tenantId, (trx) => previewBoundary(trx, identity, { cycleId, body }))
    },
  }),
  route({
    method: 'patch',
    path: '/cycles/{id}/boundary',
    tag: TAG,
    summary: 'State ownership and control of sites in a cycle that is not locked; its totals follow',
    body: BoundaryBody,
    reply: BoundaryReply,
    async handle({ identity, params, body, services: { db, collaboration }, ip }) {
      const { tenantId } = identity
      const cycle = await inTenant(db, tenantId, async (trx) => {
        const found = await loadCycleToChange(trx, identity, params['id']!)
        await saveBoundary(trx, identity, { cycle: found, body, origin: ip })
        return found
      })
      await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
      return inTenant(db, tenantId, (trx) => cycleBoundary(trx, identity, cycle))
    },
  }),
  route({
    method: 'patch',
    path: '/projects/{id}/consolidation',
    tag: TAG,
    summary: 'Choose the consolidation approach of a project: the totals of its cycles follow, locked ones keep theirs',
    body: ConsolidationBody,
    reply: ConsolidationReply,
    async handle({ identity, params, body, services: { db }, ip }) {
      const { tenantId } = identity
      await inTenant(db, tenantId, async (trx) => {
        const project = await Project.query(trx).findById(params['id']!).whereNull('deleted_at')
        if (project === undefined) {
          throw new NotFoundError('project')
        }
        authorize(identity, 'read', 'Project', { tenantId, projectId: project.id })
        authorize(identity, 'manage', 'Cycle', { tenantId, projectId: project.id })
        await setConsolidation(trx, identity, { project, ...body, origin: ip })
      })
      return body
    },
  }),
]
