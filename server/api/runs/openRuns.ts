import type { Knex } from 'knex'
import { JobReply } from '#shared/api/jobs.ts'
import { RunTotalsReply } from '#shared/api/runs.ts'
import { auditCycle } from '#server/commands/auditCycle.ts'
import { LockedError } from '#server/errors/LockedError.ts'
import { PermissionError } from '#server/errors/PermissionError.ts'
import type { StoredJob } from '#server/jobs/StoredJob.ts'
import { may } from '#server/policies/authorize.ts'
import { askForRun, RUN_JOB } from '#server/runs/askForRun.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { loadPeople } from '../history/people.ts'
import { presentJob } from '../jobs/presentJob.ts'
import { route } from '../routing/Route.ts'
import { loadWholeRun } from './authorizeWholeRun.ts'

const TAG = 'Runs'

const start = route({
  method: 'post',
  path: '/cycles/{id}/runs',
  tag: TAG,
  summary:
    'Have an open cycle computed from what it holds at one moment; answers the job, or the one that is on its way. Everybody goes on working meanwhile',
  reply: JobReply,
  async handle({ identity, params, services, ip }) {
    const { tenantId, userId } = identity
    const job = await inTenant(services.db, tenantId, async (trx) => {
      const cycle = await loadCycle(trx, identity, 'read', params['id']!)
      if (!may(identity, 'create', 'Run', { tenantId, projectId: cycle.projectId })) {
        throw new PermissionError('create', 'Run')
      }
      if (cycle.status === 'locked') {
        throw new LockedError()
      }
      const waiting = await openRunJob(trx, cycle.id)
      if (waiting !== null) {
        return waiting
      }
      await auditCycle(trx, identity, { cycle, action: 'cycle.run', before: null, after: null, origin: ip })
      return askForRun(trx, services.jobs, { tenantId, cycleId: cycle.id, askedBy: userId, keepsRows: true })
    })
    return presentJob(job, await loadPeople(services, [job.asked_by]))
  },
})

const totals = route({
  method: 'get',
  path: '/runs/{id}/totals',
  tag: TAG,
  summary: 'Sums of a run by scope, category, gas, module, table, site and month, for who may read everything in it',
  reply: RunTotalsReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const run = await loadWholeRun(trx, identity, params['id']!)
      const { totalsOfRun } = await import('#server/runs/totalsOfRun.ts')
      return { data: await totalsOfRun(trx, run.id) }
    })
  },
})

export const openRunRoutes = [start, totals]

/** The run of a cycle that waits or is being computed; null: none. */
export async function openRunJob(trx: Knex.Transaction, cycleId: string): Promise<StoredJob | null> {
  const job: StoredJob | undefined = await trx('jobs')
    .whereRaw('tenant_id = current_tenant()')
    .where({ kind: RUN_JOB, subject_id: cycleId })
    .whereIn('state', ['queued', 'running'])
    .first()
  return job ?? null
}
