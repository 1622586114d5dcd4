import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobReply, JobsReply } from '#shared/api/jobs.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
/** Of the auditor, the system, and somebody of the other company. */
const ids = { auditor: '', system: '', foreign: '' }

type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  const { id: auditor } = await owner('users').where({ email: server.one.people.auditor }).first('id')
  const insert = async (tenantId: string, askedBy: string | null, more: object = {}): Promise<string> => {
    const job = { tenant_id: tenantId, kind: 'held', input: '{"secret":"of the inside"}', asked_by: askedBy, ...more }
    const [{ id }] = await owner('jobs').insert(job).returning('id')
    return id
  }
  ids.auditor = await insert(server.one.tenantId, auditor, { created_at: '2026-01-01T00:00:00.000001Z' })
  ids.system = await insert(server.one.tenantId, null, { created_at: '2026-01-01T00:00:00.000002Z' })
  ids.foreign = await insert(server.two.tenantId, auditor)
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string) => server.request(server.one.people[person], method, path)
const listed = async (person: Person, query = ''): Promise<string[]> =>
  ((await as(person, 'GET', `/jobs${query}`)).body as JobsReply).data.map(({ id }) => id)

test('one sees one’s own jobs, administrators of the tenant all of it, nobody those of another company', async () => {
  expect(await listed('admin')).toEqual([ids.system, ids.auditor])
  expect(await listed('auditor')).toEqual([ids.auditor])
  for (const person of ['viewer', 'data_owner', 'moduleOwner'] as const) {
    expect(await listed(person)).toEqual([])
  }
  const statusOf = async (person: Person, id: string) => (await as(person, 'GET', `/jobs/${id}`)).status
  expect([await statusOf('admin', ids.auditor), await statusOf('auditor', ids.auditor)]).toEqual([200, 200])
  expect([await statusOf('viewer', ids.auditor), await statusOf('auditor', ids.system)]).toEqual([404, 404])
  expect([await statusOf('admin', ids.foreign), await statusOf('auditor', ids.foreign)]).toEqual([404, 404])
  expect((await server.request(null, 'GET', '/jobs')).status).toBe(401)
})

test('a job tells who, when and how far; what it was given stays inside', async () => {
  const job: JobReply = (await as('auditor', 'GET', `/jobs/${ids.auditor}`)).body
  expect(job).toEqual({
    id: ids.auditor,
    kind: 'held',
    subject_id: null,
    state: 'queued',
    progress: 0,
    doing: null,
    is_ending: false,
    result: null,
    error: null,
    asked_by: { id: expect.any(String), name: `Person ${server.one.people.auditor}` },
    created_at: '2026-01-01T00:00:00.000Z',
    started_at: null,
    finished_at: null,
  })
})

test('lists come in pages, newest first, and by state', async () => {
  const first: JobsReply = (await as('admin', 'GET', '/jobs?limit=1')).body
  const rest: JobsReply = (await as('admin', 'GET', `/jobs?limit=1&cursor=${first.next_cursor}`)).body
  expect([first.data[0]?.id, rest.data[0]?.id, rest.next_cursor]).toEqual([ids.system, ids.auditor, null])
  expect(await listed('admin', '?state=done')).toEqual([])
  const refused = await as('admin', 'GET', '/jobs?state=sleeping')
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'state'])
})

test('only who sees a job ends it, and ending it twice is ending it once', async () => {
  const cancel = (email: string | null, id: string) => server.request(email, 'POST', `/jobs/${id}/cancel`)
  const { one, two } = server
  for (const [email, id] of [
    [one.people.viewer, ids.auditor],
    [one.people.data_owner, ids.auditor],
    [one.people.auditor, ids.system],
    [two.people.admin, ids.auditor],
    [one.people.admin, ids.foreign],
  ] as const) {
    expect((await cancel(email, id)).status).toBe(404)
  }
  expect((await cancel(null, ids.auditor)).status).toBe(401)
  expect((await as('admin', 'GET', `/jobs/${ids.auditor}`)).body.state).toBe('queued')
  const [ended, again] = [await cancel(one.people.auditor, ids.auditor), await cancel(one.people.admin, ids.auditor)]
  expect([ended.status, ended.body.state]).toEqual([200, 'cancelled'])
  expect(again.body).toEqual(ended.body)
  expect((await cancel(one.people.admin, ids.system)).body.state).toBe('cancelled')
  const logged = await server.database
    .owner('audit_log')
    .where({ action: 'job.cancel', tenant_id: one.tenantId })
    .orderBy('id')
  expect(logged.map((entry: { subject_id: string }) => entry.subject_id)).toEqual([ids.auditor, ids.system])
})
