/** The queue of long work, as servers work with it. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../errors/AppError.ts'
import { abilityOf } from '../policies/ability.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { seedTenant, type TestTenant } from '../testing/seedTenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'
import { type AnyJobKind, jobKind, type JobKind } from './JobKind.ts'
import type { AskedJob, Jobs } from './Jobs.ts'
import type { StoredJob } from './StoredJob.ts'
import { startJobs } from './testing/startJobs.ts'

let database: TestDatabase
let tenant: TestTenant
const started: (() => Promise<void>)[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  tenant = await seedTenant(database.owner, 'One')
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((stop) => stop()))
})
afterAll(() => database.drop())

const Input = z.strictObject({ count: z.number().default(1) })

const kindOf = (name: string, handle: JobKind<z.output<typeof Input>>['handle']): AnyJobKind =>
  jobKind({ name, input: Input, handle })

async function start(...kinds: AnyJobKind[]): Promise<Jobs> {
  const { jobs, stop } = await startJobs(database.appUrl, kinds)
  let stopping: Promise<void> | null = null
  started.push(() => (stopping ??= stop()))
  return jobs
}

const ask = (jobs: Jobs, kind: string, more: Partial<AskedJob> = {}): Promise<StoredJob> =>
  inTenant(database.db, tenant.tenantId, (trx) =>
    jobs.ask(trx, {
      tenantId: tenant.tenantId,
      kind,
      input: { count: 1 },
      subjectId: null,
      askedBy: null,
      alone: false,
      ...more,
    }),
  )

const read = async (id: string): Promise<StoredJob> => database.owner('jobs').where({ id }).first()

async function ended(id: string, timeoutMs?: number): Promise<StoredJob> {
  await until(async () => (await read(id)).finished_at !== null, `job ${id} has ended`, timeoutMs)
  return read(id)
}

/** Waits until its job is aborted. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))

const admin = (): Identity => {
  const grants = [{ role: 'admin', scope: 'tenant', scopeId: tenant.tenantId, projectId: null }] as const
  return {
    userId: crypto.randomUUID(),
    email: 'admin@example.com',
    name: 'Admin',
    tenantId: tenant.tenantId,
    tenantName: 'One',
    sessionId: crypto.randomUUID(),
    grants: [...grants],
    ability: abilityOf({ userId: 'admin', tenantId: tenant.tenantId }, grants),
  }
}

test('a job is done once, whichever of several servers takes it, and says how far it is', async () => {
  const begun: string[] = []
  const kind = kindOf('add', async ({ id, input }, progress) => {
    begun.push(id)
    progress(0.5, 'adding')
    return { sum: input.count + 1 }
  })
  const jobs = await start(kind)
  await start(kind)
  const asked = await Promise.all(Array.from({ length: 20 }, (_, count) => ask(jobs, 'add', { input: { count } })))
  const done = await Promise.all(asked.map(({ id }) => ended(id)))
  expect(done.map(({ state, result, attempt }) => [state, result, attempt])).toEqual(
    asked.map((_, count) => ['done', { sum: count + 1 }, 1]),
  )
  expect(begun.toSorted()).toEqual(asked.map(({ id }) => id).toSorted())
})

test('progress can be read while a job runs, and cancelling ends it; another server may be asked to', async () => {
  const kind = kindOf('long', (_, progress, signal) => {
    progress(0.43, 'counting')
    return untilAborted(signal)
  })
  const [jobs, other] = [await start(kind), await start(kind)]
  const { id } = await ask(jobs, 'long')
  await until(async () => (await read(id)).progress === 0.43, 'it says how far it is')
  expect(await read(id)).toMatchObject({ state: 'running', doing: 'counting', finished_at: null })
  const cancelled = await Promise.all([jobs, other].map((one) => one.cancel(admin(), await_(id), 'test')))
  expect(cancelled.map(({ cancel_asked: isAsked }) => isAsked)).toEqual([true, true])
  expect(await ended(id)).toMatchObject({ state: 'cancelled', result: null, error: null })
  const logged = await database.owner('audit_log').where({ subject_id: id, action: 'job.cancel' })
  expect(logged).toHaveLength(1)
})

/** As far as `cancel` looks at it. */
const await_ = (id: string): StoredJob =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it reads the id and the kind
  ({ id, kind: 'long' }) as StoredJob

test('a job that waits is cancelled at once and never begun; a finished one stays as it is', async () => {
  let begun = 0
  const kind = kindOf('count', async () => ({ begun: ++begun }))
  const [{ id }] = await database
    .owner('jobs')
    .insert({ tenant_id: tenant.tenantId, kind: 'count', input: '{}' })
    .returning('id')
  const jobs = await start(kind)
  expect(await jobs.cancel(admin(), await read(id), 'test')).toMatchObject({ state: 'cancelled', attempt: 0 })
  const done = await ask(jobs, 'count')
  await ended(done.id)
  expect(await jobs.cancel(admin(), await read(done.id), 'test')).toMatchObject({ state: 'done', cancel_asked: false })
  expect(begun).toBe(1)
})

test('of a kind and a subject that stand alone one waits or runs, also when they are asked for at the same moment', async () => {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const jobs = await start(kindOf('alone', () => released.then(() => ({}))))
  const subjectId = crypto.randomUUID()
  const asked = await Promise.all(Array.from({ length: 8 }, () => ask(jobs, 'alone', { subjectId, alone: true })))
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
  release()
  await ended(asked[0]!.id)
  expect((await ask(jobs, 'alone', { subjectId, alone: true })).id).not.toBe(asked[0]!.id)
})

test('a reason ends a job as failed; another failure is tried again, a few times; an unknown kind says so', async () => {
  let tries = 0
  const jobs = await start(
    kindOf('refuses', async () => {
      throw new AppError({ code: 'locked', status: 409, detail: 'The cycle is locked.' })
    }),
    kindOf('fails', async () => {
      tries++
      throw new Error('secret of the inside')
    }),
    kindOf('recovers', async ({ id }) => {
      if ((await read(id)).attempt === 1) {
        throw new Error('once')
      }
      return { at: 2 }
    }),
  )
  const [refused, failed, recovered, unknown, misfit] = await Promise.all([
    ask(jobs, 'refuses'),
    ask(jobs, 'fails'),
    ask(jobs, 'recovers'),
    ask(jobs, 'of a newer version'),
    ask(jobs, 'refuses', { input: { count: 'many' } }),
  ])
  expect(await ended(refused.id)).toMatchObject({
    state: 'failed',
    error: { code: 'locked', detail: 'The cycle is locked.' },
    attempt: 1,
  })
  expect(await ended(recovered.id)).toMatchObject({ state: 'done', result: { at: 2 }, attempt: 2 })
  expect(await ended(unknown.id)).toMatchObject({ state: 'failed', error: { code: 'unavailable' } })
  expect(await ended(failed.id)).toMatchObject({ state: 'failed', error: { code: 'internal' }, attempt: 4 })
  expect(tries).toBe(4)
  expect(JSON.stringify((await read(failed.id)).error)).not.toContain('secret')
  expect(await ended(misfit.id)).toMatchObject({ state: 'failed', error: { code: 'internal' } })
})

test('a server that stops gives its work back, and the next one does it: that is no failed attempt', async () => {
  const holding = kindOf('moves', (_, progress, signal) => {
    progress(0.5)
    return untilAborted(signal)
  })
  const jobs = await start(holding)
  const { id } = await ask(jobs, 'moves')
  await until(async () => (await read(id)).progress === 0.5, 'it runs')
  const before = performance.now()
  await Promise.all(started.splice(0).map((stop) => stop()))
  expect(performance.now() - before).toBeLessThan(5000)
  expect(await read(id)).toMatchObject({ state: 'queued', progress: 0, attempt: 0 })
  await start(kindOf('moves', async () => ({ by: 'the next' })))
  expect(await ended(id)).toMatchObject({ state: 'done', result: { by: 'the next' }, attempt: 1 })
})

test('a server that is killed: another one begins the job again, and ends it', async () => {
  const child = fork(new URL('testing/holdJob.ts', import.meta.url), [database.appUrl, tenant.tenantId])
  started.push(async () => void child.kill('SIGKILL'))
  const [{ begun: id }] = (await once(child, 'message')) as [{ begun: string }]
  expect(await read(id)).toMatchObject({ state: 'running', attempt: 1 })
  child.kill('SIGKILL')
  await start(kindOf('hold', async () => ({ by: 'the next' })))
  expect(await ended(id, 100_000)).toMatchObject({ state: 'done', result: { by: 'the next' }, attempt: 2 })
})

test('nobody sees jobs without saying whose, and the messages of the queue hold ids only', async () => {
  const jobs = await start(kindOf('add', async () => ({})))
  await ask(jobs, 'add', { input: { count: 4711 } })
  expect(await database.db('jobs')).toEqual([])
  const { rows } = await database.owner.raw('SELECT data FROM pgboss.job')
  expect(rows.every(({ data }: { data: object }) => Object.keys(data).sort().join() === 'jobId,tenantId')).toBe(true)
  await expect(database.db.raw('DROP TABLE pgboss.job')).rejects.toThrow(/must be owner/)
})
