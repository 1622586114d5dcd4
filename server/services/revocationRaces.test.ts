/** A role that is taken, and a cycle that is locked, against writes that are on their way: what commits first wins. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import type { PersonReply } from '#shared/api/users.ts'
import { TEST_FIELDS } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import type { RunningServer } from './startServer.ts'

const NOTE = 2 + TEST_FIELDS.findIndex((field) => field.key === 'note')
const RACES = sizeOf({ short: 60, long: 1000 })

let server: TestServer
let other: RunningServer
let writer: PersonReply
let row: string
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
  other = await server.startAnother()
  const { one, request } = server
  const people: PersonReply[] = (await request(one.people.admin, 'GET', '/users')).body.data
  writer = people.find(({ email }) => email === one.people.moduleOwner)!
  row = (await write('first')).body.accepted[0].id
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

const rowsPath = (cycleId = server.one.openCycleId): string => `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`
const write = (note: string, as = server.one.people.admin, cycleId = server.one.openCycleId) =>
  server.request(as, 'POST', rowsPath(cycleId), {
    rows: [{ values: { note, site: 'lyon', month: '2025-01', quantity: 1 } }],
  })

async function documentName(cycleId = server.one.openCycleId): Promise<string> {
  const path = `/sheets?table_id=${server.one.tableId}&cycle_id=${cycleId}`
  return (await server.request(server.one.people.admin, 'GET', path)).body.parts[0].document
}

async function open(on: { origin: string }, name: string, as = server.one.people.moduleOwner): Promise<LiveClient> {
  const url = `${on.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name, token: await server.token(as), hasPresence: false })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

async function give(role = 'data_owner'): Promise<string> {
  const { one, request } = server
  const body = { role, scope: 'module', scope_id: one.moduleId }
  const reply = await request(one.people.admin, 'POST', `/users/${writer.id}/grants`, body)
  return reply.body.grants.find((grant: { role: string }) => grant.role === role).id
}
const take = (grantId: string) =>
  server.request(server.one.people.admin, 'DELETE', `/users/${writer.id}/grants/${grantId}`)

/** Journal rows of the writer behind the last change of their roles. */
async function late(): Promise<number> {
  const { rows } = await server.database.owner.raw<{ rows: { late: number }[] }>(
    `SELECT count(*)::int AS late FROM document_updates u
     WHERE u.actor_id = ? AND u.created_at > (
       SELECT max(at) FROM audit_log WHERE subject_id = ? AND action = 'grant.take')`,
    [writer.id, writer.id],
  )
  return rows[0]!.late
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test(`[AUTH8] a role that is taken while its holder types: in ${RACES} races nothing is journaled afterwards`, async () => {
  const next = random(12)
  const name = await documentName()
  const cut: number[] = []
  for (let race = 0; race < RACES; race++) {
    const grant = await give()
    const client = await open(race % 2 === 0 ? server : other, name)
    const programs = race % 4 === 0 ? [write(`program ${race}`, server.one.people.moduleOwner)] : []
    const typing = (async () => {
      for (let i = 0; i < 12; i++) {
        client.sheet.set(row, NOTE, `race ${race} edit ${i}`)
        await pause(next() * 2)
      }
    })()
    await pause(next() * 12)
    const before = performance.now()
    expect((await take(grant)).status).toBe(204)
    await expect.poll(() => client.closes, { interval: 1 }).toContain('revoked')
    cut.push(performance.now() - before)
    await Promise.all([typing, ...programs])
    expect(await late()).toBe(0)
    client.destroy()
  }
  const [median, worst] = [cut.toSorted((a, b) => a - b)[cut.length >> 1]!, Math.max(...cut)]
  process.stdout.write(`a socket is cut ${Math.round(median)} ms after the request, ${Math.round(worst)} ms at most\n`)
})

test('[AUTH8] an edit that waits for the document while the role is taken is refused', async () => {
  const grant = await give()
  const name = await documentName()
  const client = await open(other, name)
  const { owner } = server.database
  const blocker = await owner.transaction()
  await blocker('documents')
    .where({ id: Number(/\d+/.exec(name)![0]) })
    .forUpdate()
  const taking = take(grant)
  const isWaiting = async (queries: number): Promise<boolean> => {
    const { rows } = await owner.raw<{ rows: { count: number }[] }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rows[0]!.count >= queries
  }
  await expect.poll(() => isWaiting(1)).toBe(true)
  client.sheet.set(row, NOTE, 'WAITED')
  await expect.poll(() => isWaiting(2)).toBe(true)
  await blocker.commit()
  expect((await taking).status).toBe(204)
  await expect.poll(() => client.closes).toContain('revoked')
  expect(await late()).toBe(0)
  expect(client.provider.unsyncedChanges).toBeGreaterThan(0)
})

test('[AUTH8] a lock and a revocation against a hundred writes: none is journaled behind either', async () => {
  const { one, database, request } = server
  const [cycle] = await database
    .owner('cycles')
    .insert({
      tenant_id: one.tenantId,
      project_id: one.projectId,
      name: 'To be locked',
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
      gwp_set: 'AR6',
      factor_year: 2025,
    })
    .returning('id')
  const grant = await give()
  await write('first', one.people.admin, cycle.id)
  const name = await documentName(cycle.id)
  const [client, admin] = [await open(other, name), await open(server, name, one.people.admin)]
  const writes = Array.from({ length: 100 }, async (_, i) => {
    await pause(i / 4)
    const kind = i % 4
    if (kind === 0) {
      await write(`${i}`, one.people.moduleOwner, cycle.id)
    } else if (kind === 1) {
      await write(`${i}`, one.people.admin, cycle.id)
    } else {
      ;(kind === 2 ? client : admin).sheet.set(row, NOTE, `${i}`)
    }
  })
  await pause(8)
  const taking = take(grant)
  await pause(6)
  const locking = request(one.people.admin, 'POST', `/cycles/${cycle.id}/status`, { status: 'locked' })
  await Promise.all([...writes, taking, locking])
  await expect.poll(() => client.closes.length).toBeGreaterThan(0)
  expect([await late(), (await locking).status]).toEqual([0, 200])
  const { rows } = await database.owner.raw<{ rows: { late: number }[] }>(
    `SELECT count(*)::int AS late FROM documents d JOIN document_updates u ON u.document_id = d.id
       JOIN audit_log a ON a.subject_id = d.cycle_id::text AND a.action = 'cycle.status'
     WHERE d.cycle_id = ? AND u.created_at > a.at`,
    [cycle.id],
  )
  expect(rows).toEqual([{ late: 0 }])
})

test('[AUTH8] what was written offline before the role was reduced is refused on return, with an audit entry', async () => {
  const name = await documentName()
  const grant = await give()
  const client = await open(server, name)
  client.provider.configuration.websocketProvider.disconnect()
  await expect.poll(() => client.closes.length).toBeGreaterThan(0)
  client.sheet.set(row, NOTE, 'OFFLINE')
  await give('viewer')
  await take(grant)
  await client.provider.configuration.websocketProvider.connect()
  await expect.poll(() => client.messages.filter(({ type }) => type === 'refused')).toHaveLength(1)
  await expect.poll(() => client.sheet.value(row, NOTE)).not.toBe('OFFLINE')
  expect(client.closes.filter((reason) => reason === 'revoked')).toEqual([])
  const audit = await server.request(
    server.one.people.admin,
    'GET',
    `/audit_log?filter[action]=sheet.refuse&filter[actor_id]=${writer.id}`,
  )
  expect(audit.body.data[0].after).toMatchObject({
    count: 1,
    cells: [{ row, ordinal: NOTE, reason: 'no-permission' }],
  })
  const { rows } = await server.database.owner.raw(
    "SELECT FROM document_updates WHERE position('OFFLINE' IN encode(bytes, 'escape')) > 0",
  )
  expect(rows).toEqual([])
})

test('[AUTH8] a scope that is reduced closes what lies outside and leaves what lies inside', async () => {
  const { one, request } = server
  const auditor: PersonReply = (await request(one.people.admin, 'GET', '/users')).body.data.find(
    ({ email }: PersonReply) => email === one.people.auditor,
  )
  const nameOf = async (tableId: string): Promise<string> =>
    (await request(one.people.admin, 'GET', `/sheets?table_id=${tableId}&cycle_id=${one.openCycleId}`)).body.parts[0]
      .document
  const [inside, outside] = [
    await open(other, await nameOf(one.tableId), one.people.auditor),
    await open(other, await nameOf(one.otherTableId), one.people.auditor),
  ]
  const grants = `/users/${auditor.id}/grants`
  await request(one.people.admin, 'POST', grants, { role: 'auditor', scope: 'module', scope_id: one.moduleId })
  await request(one.people.admin, 'DELETE', `${grants}/${auditor.grants[0]!.id}`)
  await expect.poll(() => outside.closes).toContain('revoked')
  expect(inside.closes).toEqual([])
})
