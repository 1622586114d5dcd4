import type { Knex } from 'knex'
import type { Action } from '#shared/permissions/roles.ts'
import { JobReply, JobsQuery, JobsReply } from '#shared/api/jobs.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { exactTime } from '#server/history/HistoryChange.ts'
import type { StoredJob } from '#server/jobs/StoredJob.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { readableCondition } from '#server/policies/readableCondition.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadPeople } from '../history/people.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { presentJob } from './presentJob.ts'

const TAG = 'Jobs'

interface ListedJob extends StoredJob {
  /** `created_at` with its microseconds. */
  at: string
}

const list = route({
  method: 'get',
  path: '/jobs',
  tag: TAG,
  summary: 'Long work, newest first: one’s own, and for administrators of the tenant all of it',
  query: JobsQuery,
  reply: JobsReply,
  async handle({ identity, query, services }) {
    const page = await inTenant(services.db, identity.tenantId, (trx) =>
      keysetPage<ListedJob>(
        readableJobs(trx, identity, query.state),
        { columns: ['created_at', 'id'], keyOf: ({ at, id }) => [at, id], descending: true },
        query,
      ),
    )
    const personOf = await loadPeople(
      services,
      page.data.map((job) => job.asked_by),
    )
    return { ...page, data: page.data.map((job) => presentJob(job, personOf)) }
  },
})

const get = route({
  method: 'get',
  path: '/jobs/{id}',
  tag: TAG,
  summary: 'How far a job is, and what came of it',
  reply: JobReply,
  async handle({ identity, params, services }) {
    const job = await inTenant(services.db, identity.tenantId, (trx) => loadJob(trx, identity, 'read', params['id']!))
    return presentJob(job, await loadPeople(services, [job.asked_by]))
  },
})

const cancel = route({
  method: 'post',
  path: '/jobs/{id}/cancel',
  tag: TAG,
  summary: 'End a job: at once while it waits, soon while it runs; a finished one stays as it is',
  reply: JobReply,
  async handle({ identity, params, services, ip }) {
    const { tenantId } = identity
    const found = await inTenant(services.db, tenantId, (trx) => loadJob(trx, identity, 'update', params['id']!))
    const job = await services.jobs.cancel(identity, found, ip)
    return presentJob(job, await loadPeople(services, [job.asked_by]))
  },
})

export const jobRoutes = [list, get, cancel]

function readableJobs(trx: Knex.Transaction, identity: Identity, state: string | undefined): Knex.QueryBuilder {
  const [sql, bindings] = readableCondition(identity, 'Job', { tenantId: 'tenant_id', userId: 'asked_by' })
  return trx('jobs')
    .whereRaw('tenant_id = current_tenant()')
    .whereRaw(sql, bindings)
    .modify((jobs) => (state === undefined ? jobs : jobs.where({ state })))
    .select('*', trx.raw(`${exactTime('created_at')} AS at`))
}

/** Throws `not-found` for who may not see the job. */
async function loadJob(trx: Knex.Transaction, identity: Identity, action: Action, id: string): Promise<StoredJob> {
  const job: StoredJob | undefined = await trx('jobs').whereRaw('tenant_id = current_tenant()').where({ id }).first()
  if (job === undefined) {
    throw new NotFoundError('job')
  }
  authorize(identity, action, 'Job', { tenantId: identity.tenantId, userId: job.asked_by ?? '' })
  return job
}
