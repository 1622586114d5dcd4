import { LockReply, type Unaccounted } from '#shared/api/cycles.ts'
import { askForLock } from '#server/locking/askForLock.ts'
import { lastLockJob } from '#server/locking/lockOnItsWay.ts'
import { may } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadPeople } from '../history/people.ts'
import { presentJob } from '../jobs/presentJob.ts'
import { answerJob, prefersJob } from '../routing/answerJob.ts'
import { route, type SignedInRequest } from '../routing/Route.ts'
import { loadCycle } from './loadCycle.ts'

export const lockState = route({
  method: 'get',
  path: '/cycles/{id}/lock',
  tag: 'Cycles',
  summary:
    'The lock of a cycle that a job does: how far it is, or what became of it within the last day. Why it failed is for who manages the cycle',
  reply: LockReply,
  async handle({ identity, params, services }) {
    const { tenantId } = identity
    const { cycle, job } = await inTenant(services.db, tenantId, async (trx) => {
      const found = await loadCycle(trx, identity, 'read', params['id']!)
      return { cycle: found, job: await lastLockJob(trx, found.id) }
    })
    if (job === null) {
      return { job: null, may_cancel: false }
    }
    const manages = may(identity, 'manage', 'Cycle', { tenantId, projectId: cycle.projectId })
    const told = presentJob(job, await loadPeople(services, [job.asked_by]))
    return {
      job: { ...told, error: manages ? told.error : null },
      may_cancel: may(identity, 'update', 'Job', { tenantId, userId: job.asked_by ?? '' }),
    }
  },
})

/** Has a cycle locked by a job where it is large, or the caller prefers that. False: it is to be locked now. */
export async function lockByJob(
  { identity, services, ctx, ip }: SignedInRequest<unknown, unknown>,
  { id, confirms }: { id: string; confirms: Unaccounted | undefined },
): Promise<boolean> {
  const job = await inTenant(services.db, identity.tenantId, async (trx) => {
    const cycle = await loadCycle(trx, identity, 'manage', id)
    return askForLock(trx, services.jobs, identity, { cycle, confirms, origin: ip, prefersJob: prefersJob(ctx) })
  })
  if (job === null) {
    return false
  }
  answerJob(ctx, presentJob(job, await loadPeople(services, [job.asked_by])))
  return true
}
