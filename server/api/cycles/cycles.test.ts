import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { TEST_FIELDS } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

const QUANTITY = 2 + TEST_FIELDS.findIndex((field) => field.key === 'quantity')

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

async function newCycle(name: string): Promise<string> {
  const { one, database } = server
  const [cycle]: { id: string }[] = await database
    .owner('cycles')
    .insert({
      tenant_id: one.tenantId,
      project_id: one.projectId,
      name,
      starts_on: '2025-01-01',
      ends_on: '2025-12-31',
      gwp_set: 'AR6',
      factor_year: 2025,
    })
    .returning('id')
  return cycle!.id
}

const setStatus = (email: string | null, cycleId: string, body: unknown = { status: 'locked' }) =>
  server.request(email, 'POST', `/cycles/${cycleId}/status`, body)

const write = (cycleId: string, quantity = 1) =>
  server.request(server.one.people.admin, 'POST', `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`, {
    rows: [{ values: { site: 'lyon', month: '2025-01', quantity } }],
  })

async function openLive(cycleId: string): Promise<LiveClient> {
  const { one } = server
  const path = `/sheets?table_id=${one.tableId}&cycle_id=${cycleId}`
  const { body } = await server.request(one.people.admin, 'GET', path)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const token = await server.token(one.people.admin)
  const client = new LiveClient({ url, name: body.parts[0].document, token })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

test('an administrator moves a cycle to review and back; each step is in the audit log', async () => {
  const { one, request } = server
  const cycleId = await newCycle('there and back')
  for (const status of ['in_review', 'open']) {
    const reply = await setStatus(one.people.admin, cycleId, { status })
    expect([reply.status, reply.body.status]).toEqual([200, status])
  }
  const audit = await request(one.people.admin, 'GET', `/audit_log?filter[subject_id]=${cycleId}`)
  expect(audit.body.data).toMatchObject([
    { action: 'cycle.status', before: { status: 'in_review' }, after: { status: 'open' } },
    { action: 'cycle.status', before: { status: 'open' }, after: { status: 'in_review' } },
  ])
})

test('only who manages the cycle may: 401, 403 for other roles, 404 for another tenant, 422 with the field', async () => {
  const { one, two } = server
  const cycleId = await newCycle('not yours')
  const people = [null, one.people.moduleOwner, one.people.auditor, one.people.viewer, two.people.admin]
  const replies = await Promise.all(people.map((email) => setStatus(email, cycleId)))
  expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])

  const invalid = await setStatus(one.people.admin, cycleId, { status: 'closed', why: 'because' })
  expect(invalid.status).toBe(422)
  expect(invalid.body.errors.map((error: { path: string }) => error.path).toSorted()).toEqual(['status', 'why'])
  expect((await write(cycleId)).status).toBe(200)
})

test('[WRT2] locking reaches open sheets at once, ends writing by every way, and is for good', async () => {
  const { one } = server
  const cycleId = await newCycle('locked while open')
  const row = (await write(cycleId)).body.accepted[0].id
  const live = await openLive(cycleId)
  await expect.poll(() => live.sheet.value(row, QUANTITY)).toBe(1)

  expect((await setStatus(one.people.admin, cycleId)).body.status).toBe('locked')

  await expect.poll(() => live.messages.some((message) => message.type === 'rights' && message.locked)).toBe(true)
  live.sheet.set(row, QUANTITY, 2)
  await expect.poll(() => live.closes).toContain('locked')
  expect((await write(cycleId)).status).toBe(409)
  expect((await setStatus(one.people.admin, cycleId, { status: 'open' })).status).toBe(409)
  const rows = await server.request(one.people.admin, 'GET', `/tables/${one.tableId}/rows?cycle_id=${cycleId}`)
  expect(rows.body.data.map((found: { values: object }) => found.values)).toMatchObject([{ quantity: 1 }])
})

test('[JRN3] a lock between two writes takes the first and none after it, in 20 of 20 races', async () => {
  const { one, database } = server
  for (let n = 0; n < 20; n++) {
    const cycleId = await newCycle(`race ${n}`)
    await write(cycleId, 0)
    const writes = Array.from({ length: 8 }, (_, i) => write(cycleId, i + 1))
    await Promise.all([...writes, setStatus(one.people.admin, cycleId)])
    const statuses = (await Promise.all(writes)).map(({ status }) => status)
    const taken = statuses.filter((status) => status === 200).length
    expect(statuses.filter((status) => status === 409)).toHaveLength(8 - taken)
    const { rows } = await database.owner.raw<{ rows: { journaled: number; late: number }[] }>(
      `SELECT count(*)::int AS journaled, (count(*) FILTER (WHERE u.created_at > a.at))::int AS late
       FROM documents d JOIN document_updates u ON u.document_id = d.id
         JOIN audit_log a ON a.subject_id = d.cycle_id::text AND a.action = 'cycle.status'
       WHERE d.cycle_id = ?`,
      [cycleId],
    )
    expect(rows).toEqual([{ journaled: taken + 1, late: 0 }])
  }
})
