import {
  CycleBody,
  CycleDetail,
  CyclePreview,
  CycleReadiness,
  CycleReply,
  CycleSaved,
  CycleStatusBody,
} from '#shared/api/cycles.ts'
import { changeCycle, changed } from '#server/commands/changeCycle.ts'
import { deleteCycle } from '#server/commands/deleteCycle.ts'
import { setCycleStatus } from '#server/commands/setCycleStatus.ts'
import { tellStatus } from '#server/locking/tellStatus.ts'
import { unaccountedFor } from '#server/declarations/unaccountedFor.ts'
import { doubleCounting } from '#server/emissions/doubleCounting.ts'
import { blockersFor, openMatters } from '#server/emissions/openMatters.ts'
import { excessBlockers } from '#server/scope2/excessBlockers.ts'
import { may } from '#server/policies/authorize.ts'
import { presentCycle } from '#server/presenters/presentCycle.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { carryOver } from './carryOver.ts'
import { comparison, comparisonRows } from './comparison.ts'
import { restate } from './restate.ts'
import { scope2 } from './scope2.ts'
import { completeness } from './completeness.ts'
import { lockByJob, lockState } from './lock.ts'
import { loadCycle, loadCycleToChange } from './loadCycle.ts'
import { statusChange } from './statusChange.ts'

const TAG = 'Cycles'

const get = route({
  method: 'get',
  path: '/cycles/{id}',
  tag: TAG,
  summary: 'One cycle, and who brought it to where it is',
  reply: CycleDetail,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const cycle = await loadCycle(trx, identity, 'read', params['id']!)
      return { ...presentCycle(cycle), status_change: await statusChange(trx, cycle.id) }
    })
  },
})

const change = route({
  method: 'patch',
  path: '/cycles/{id}',
  tag: TAG,
  summary: 'Change name, period, GWP set or factor year of a cycle that is not locked; open sheets and totals follow',
  body: CycleBody,
  reply: CycleSaved,
  async handle({ identity, params, body, services: { db, collaboration }, ip }) {
    const { tenantId } = identity
    const { cycle, warnings } = await inTenant(db, tenantId, async (trx) => {
      const found = await loadCycleToChange(trx, identity, params['id']!)
      return changeCycle(trx, identity, { cycle: found, body, origin: ip })
    })
    await collaboration.refreshRights(tenantId, { cycleId: cycle.id })
    await collaboration.waitUntilSummed(tenantId, { cycleId: cycle.id })
    return { ...presentCycle(cycle), warnings }
  },
})

const preview = route({
  method: 'post',
  path: '/cycles/{id}/preview',
  tag: TAG,
  summary: 'How the totals that you may read would change with another GWP set or factor year; nothing is written',
  body: CycleBody,
  reply: CyclePreview,
  async handle({ identity, params, body, services: { db, collaboration } }) {
    const id = params['id']!
    const cycle = await inTenant(db, identity.tenantId, (trx) => loadCycle(trx, identity, 'manage', id))
    await collaboration.waitUntilProjected(identity.tenantId, { cycleId: cycle.id })
    // the formula parser is large, and idle servers do not need it
    const { previewCycle } = await import('#server/commands/previewCycle.ts')
    return inTenant(db, identity.tenantId, (trx) => previewCycle(trx, identity, changed(cycle, body)))
  },
})

const remove = route({
  method: 'delete',
  path: '/cycles/{id}',
  tag: TAG,
  summary: 'Delete a cycle that holds no rows',
  reply: null,
  async handle({ identity, params, services: { db, collaboration }, ip }) {
    const { tenantId } = identity
    const id = params['id']!
    const untilProjected = (): Promise<void> => collaboration.waitUntilProjected(tenantId, { cycleId: id })
    await inTenant(db, tenantId, async (trx) => {
      const cycle = await loadCycleToChange(trx, identity, id)
      await deleteCycle(trx, identity, { cycle, origin: ip, untilProjected })
    })
    await collaboration.refreshRights(tenantId, { cycleId: id })
  },
})

const readiness = route({
  method: 'get',
  path: '/cycles/{id}/readiness',
  tag: TAG,
  summary:
    'What stands between a cycle and its lock: incomplete rows, errors, conflicts, instruments over more than is consumed; what may be counted twice; and what is neither counted nor declared',
  reply: CycleReadiness,
  async handle({ identity, params, services: { db, collaboration } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
    return inTenant(db, tenantId, async (trx) => {
      const matters = await openMatters(trx, cycle.id)
      const tellsOfHidden = may(identity, 'manage', 'Cycle', { tenantId, projectId: cycle.projectId })
      const blockers = await blockersFor(trx, identity, cycle, { matters, tellsOfHidden })
      const excess = await excessBlockers(trx, identity, cycle, tellsOfHidden)
      return {
        data: [...blockers, ...excess],
        warnings: await doubleCounting(trx, identity, cycle),
        unaccounted: await unaccountedFor(trx, identity, cycle),
      }
    })
  },
})

const setStatus = route({
  method: 'post',
  path: '/cycles/{id}/status',
  tag: TAG,
  summary:
    'Open a cycle, put it in review, or lock it for good when nothing is open; for administrators of its project. A large cycle is locked by a job',
  body: CycleStatusBody,
  reply: CycleReply,
  mayAnswerJob: true,
  async handle(request) {
    const { identity, params, body, services, ip } = request
    const { db, collaboration } = services
    const { tenantId } = identity
    const [id, { status, confirms }] = [params['id']!, body]
    if (status === 'locked' && (await lockByJob(request, { id, confirms }))) {
      return
    }
    const untilProjected = (): Promise<void> => collaboration.waitUntilProjected(tenantId, { cycleId: id })
    await (status === 'locked' ? untilProjected() : undefined) // so that little is left to do under the locks
    const cycle = await inTenant(db, tenantId, async (trx) => {
      const found = await loadCycleToChange(trx, identity, id)
      return setCycleStatus(trx, identity, found, { status, confirms, origin: ip, untilProjected })
    })
    await tellStatus(collaboration, tenantId, cycle)
    return presentCycle(cycle)
  },
})

export const cycleRoutes = [
  get,
  change,
  preview,
  remove,
  readiness,
  completeness,
  scope2,
  comparison,
  comparisonRows,
  carryOver,
  setStatus,
  lockState,
  restate,
]
