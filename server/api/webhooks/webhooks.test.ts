import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeliveryReply, NewWebhookReply, WebhookReply } from '#shared/api/webhooks.ts'
import { Receiver } from '#server/hooks/testing/Receiver.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

let server: TestServer
let receiver: Receiver
let made = 0

beforeAll(async () => {
  const timing = { lookMs: 50, rowsMs: 200 }
  server = await startTestServer({ hooks: { egress: { allowsLocal: true, timeoutMs: 20_000 }, timing } })
})
beforeEach(async () => {
  receiver = await Receiver.start()
})
afterEach(async () => {
  await server.database.owner('webhooks').update({ deleted_at: new Date() })
  await receiver.close()
})
afterAll(() => server.close())

type Person = keyof TestServer['one']['people']

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)

async function newHook(kinds: readonly string[], more: object = {}): Promise<NewWebhookReply> {
  const reply = await as('admin', 'POST', '/webhooks', { name: `Hook ${made++}`, url: receiver.url, kinds, ...more })
  expect([reply.status, reply.body.errors]).toEqual([200, undefined])
  return reply.body
}

const shown = async (id: string): Promise<WebhookReply> =>
  (await as('admin', 'GET', '/webhooks')).body.data.find((hook: WebhookReply) => hook.id === id)

const deliveries = async (id: string): Promise<DeliveryReply[]> =>
  (await as('admin', 'GET', `/webhooks/${id}/deliveries`)).body.data

/** As a library of Standard Webhooks checks it. */
function isSigned({ headers, body }: Receiver['calls'][number], secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`
  const wanted = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return (headers['webhook-signature'] as string).split(' ').includes(wanted)
}

const writeRow = (values: object): Promise<Reply> =>
  as('admin', 'POST', `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`, { rows: [{ values }] })

const personId = async (person: Person): Promise<string> => (await as(person, 'GET', '/me')).body.user.id

test('a try arrives signed, and the log tells how it went', async () => {
  receiver.answer = (_, response) => void response.writeHead(200).end('heard')
  const { id, secret, ...hook } = await newHook(['cycle.locked'])
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/)
  expect([hook.state, 'secret' in (await shown(id))]).toEqual(['active', false])
  const stored = await server.database.owner('webhooks').where({ id }).first()
  expect(stored.secret.includes(Buffer.from(secret.replace('whsec_', ''), 'base64'))).toBe(false)
  const { body: sent } = await as('admin', 'POST', `/webhooks/${id}/test`)
  await until(async () => (await deliveries(id))[0]?.state === 'delivered', 'delivered')
  const [call] = receiver.calls
  expect([isSigned(call!, secret), call!.headers['webhook-id'], call!.headers['content-type']]).toEqual([
    true,
    sent.id,
    'application/json',
  ])
  expect(Math.abs(Number(call!.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
  const [delivery] = await deliveries(id)
  expect(delivery).toMatchObject({ id: sent.id, kind: 'webhook.test', body: call!.body, attempts: 1, due_at: null })
  expect(delivery!.calls).toMatchObject([{ status: 200, problem: null, answer: 'heard' }])
  expect(JSON.parse(call!.body)).toEqual({
    type: 'webhook.test',
    timestamp: expect.any(String),
    data: { webhook_id: id, by: await personId('admin') },
  })
})

test('rows that change are told once for many, in ids, with who; a hidden field is not told of', async () => {
  await writeRow({ note: 'before there was a webhook' })
  const { id, secret } = await newHook(['rows.changed'])
  const { body } = await writeRow({ note: 'SECRET-note', quantity: 4711 })
  await until(() => receiver.calls.length > 0, 'told')
  const [call] = receiver.calls
  const told = JSON.parse(call!.body)
  expect(isSigned(call!, secret)).toBe(true)
  expect(told).toEqual({
    type: 'rows.changed',
    timestamp: expect.any(String),
    data: {
      table_id: server.one.tableId,
      cycle_id: server.one.openCycleId,
      revision: expect.any(Number),
      since: expect.any(String),
      people: [await personId('admin')],
    },
  })
  const calls = receiver.calls.length
  const [{ id: row }] = body.accepted
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
  await as('admin', 'POST', path, { rows: [{ id: row, values: { price: 31_337 } }] })
  await as('admin', 'GET', path)
  await as('admin', 'POST', `/webhooks/${id}/test`)
  await until(() => receiver.calls.some(({ body: text }) => text.includes('webhook.test')), 'the try came behind it')
  expect(receiver.calls.slice(calls).filter(({ body: text }) => text.includes('rows.changed'))).toEqual([])
  expect(JSON.stringify(receiver.calls)).not.toMatch(/SECRET-note|4711|31337/)
})

test('a cycle that is locked and a run that somebody asked for are told; other kinds are not', async () => {
  const { one } = server
  const { id } = await newHook(['cycle.locked', 'run.finished'])
  const { body: cycle } = await as('admin', 'POST', `/projects/${one.projectId}/cycles`, {
    name: 'FY2030',
    starts_on: '2030-01-01',
    ends_on: '2030-12-31',
    gwp_set: 'AR6',
  })
  await as('admin', 'POST', `/cycles/${cycle.id}/runs`)
  await until(() => receiver.calls.length === 1, 'the run is told')
  expect((await as('admin', 'POST', `/cycles/${cycle.id}/status`, { status: 'locked' })).status).toBe(200)
  await until(() => receiver.calls.length === 2, 'the lock is told')
  const by = await personId('admin')
  expect(receiver.calls.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'run.finished', data: { cycle_id: cycle.id, run_id: expect.any(String), by } },
    { type: 'cycle.locked', data: { cycle_id: cycle.id, project_id: one.projectId, by } },
  ])
  expect((await deliveries(id)).map(({ kind }) => kind)).toEqual(['cycle.locked', 'run.finished'])
})

test('an import that is written or taken back is told by its ids, without what was in it', async () => {
  await newHook(['import.finished'])
  const { tableId, openCycleId } = server.one
  const { body: sent } = await server.request(
    server.one.people.data_owner,
    'POST',
    `/tables/${tableId}/imports?cycle_id=${openCycleId}&name=SECRET-name.csv`,
    'note\nSECRET-note\n',
    { 'content-type': 'application/octet-stream' },
  )
  const found = async (): Promise<string> => (await as('data_owner', 'GET', `/imports/${sent.id}`)).body.state
  await until(async () => (await found()) === 'draft', 'the file is read')
  await as('data_owner', 'POST', `/imports/${sent.id}/preview`)
  await until(async () => (await found()) === 'previewed', 'the file is compared')
  await as('data_owner', 'POST', `/imports/${sent.id}/commit`, { added: 1, changed: 0 })
  await until(() => receiver.calls.length === 1, 'told that it is written')
  await until(async () => (await found()) === 'committed', 'its job has ended')
  await as('data_owner', 'POST', `/imports/${sent.id}/revert`)
  await until(() => receiver.calls.length === 2, 'told that it is taken back')
  const by = await personId('data_owner')
  const data = { import_id: sent.id, table_id: tableId, cycle_id: openCycleId, by }
  expect(receiver.calls.map(({ body }) => JSON.parse(body))).toEqual(
    ['committed', 'reverted'].map((state) => ({
      type: 'import.finished',
      timestamp: expect.any(String),
      data: { ...data, state },
    })),
  )
  expect(JSON.stringify(receiver.calls)).not.toContain('SECRET')
})

test('a call that fails is tried again under the same id, and can be sent again by hand', async () => {
  receiver.answer = (_, response) => void response.writeHead(503).end('later')
  const { id } = await newHook(['cycle.locked'])
  const { body: sent } = await as('admin', 'POST', `/webhooks/${id}/test`)
  await until(async () => (await deliveries(id))[0]?.calls.length === 1, 'tried')
  const [failed] = await deliveries(id)
  expect(failed).toMatchObject({
    state: 'queued',
    attempts: 1,
    calls: [{ status: 503, problem: 'refused', answer: 'later' }],
  })
  const waits = Date.parse(failed!.due_at!) - Date.parse(failed!.calls[0]!.at)
  expect(waits).toBeGreaterThan(8000)
  expect((await shown(id)).failing_since).toEqual(expect.any(String))

  receiver.answer = (_, response) => void response.writeHead(204).end()
  await server.database
    .owner('webhook_deliveries')
    .where({ id: sent.id })
    .update({ due_at: new Date(0) })
  await until(async () => (await deliveries(id))[0]?.state === 'delivered', 'delivered at last')
  expect((await shown(id)).failing_since).toBeNull()
  await as('admin', 'POST', `/webhooks/${id}/deliveries/${sent.id}/replay`)
  await until(() => receiver.calls.length === 3, 'sent by hand')
  expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([sent.id]))
  expect(new Set(receiver.calls.map(({ body }) => body)).size).toBe(1)
})

test('the last try gives up; a day without success, or 410, pauses the webhook, which the log says; it can go on', async () => {
  receiver.answer = (_, response) => void response.writeHead(500).end()
  const { id } = await newHook(['cycle.locked'])
  const { owner } = server.database
  const { body: sent } = await as('admin', 'POST', `/webhooks/${id}/test`)
  await until(async () => (await deliveries(id))[0]?.attempts === 1, 'tried')
  await until(async () => (await deliveries(id))[0]?.calls.length === 1, 'written down')
  await owner('webhooks').where({ id }).update({ failing_since: '2026-01-01' })
  await owner('webhook_deliveries')
    .where({ id: sent.id })
    .update({ attempts: 9, due_at: new Date(0) })
  await until(async () => (await deliveries(id))[0]?.state === 'given_up', 'given up')
  expect(await shown(id)).toMatchObject({ state: 'failing', given_up: 1 })
  const [entry] = await owner('audit_log').where({ subject_id: id, action: 'webhook.pause' })
  expect([entry.actor_kind, entry.after.state]).toEqual(['system', 'failing'])

  await as('admin', 'PATCH', `/webhooks/${id}`, { state: 'active' })
  expect(await shown(id)).toMatchObject({ state: 'active', failing_since: null })
  receiver.answer = (_, response) => void response.writeHead(410).end()
  await as('admin', 'POST', `/webhooks/${id}/test`)
  await until(async () => (await shown(id)).state === 'failing', 'nobody wants to hear more')
})

test('while it is paused nothing is sent, and what was waiting goes out afterwards', async () => {
  const { id } = await newHook(['cycle.locked'])
  const other = await newHook(['cycle.locked'])
  await as('admin', 'PATCH', `/webhooks/${id}`, { state: 'paused' })
  await as('admin', 'POST', `/webhooks/${id}/test`)
  await as('admin', 'POST', `/webhooks/${other.id}/test`)
  await until(() => receiver.calls.length === 1, 'the other one was sent')
  expect((await deliveries(id))[0]).toMatchObject({ state: 'queued', attempts: 0 })
  await as('admin', 'PATCH', `/webhooks/${id}`, { state: 'active' })
  await until(() => receiver.calls.length === 2, 'sent')
})

test('a rotated secret signs beside the old one as long as was asked for', async () => {
  const { id, secret: old } = await newHook(['cycle.locked'])
  const { body } = await as('admin', 'POST', `/webhooks/${id}/rotate`, { overlap_hours: 1 })
  await as('admin', 'POST', `/webhooks/${id}/test`)
  await until(() => receiver.calls.length === 1, 'sent')
  expect([old, body.secret].map((secret) => isSigned(receiver.calls[0]!, secret))).toEqual([true, true])
  await as('admin', 'POST', `/webhooks/${id}/rotate`, { overlap_hours: 0 })
  await as('admin', 'POST', `/webhooks/${id}/test`)
  await until(() => receiver.calls.length === 2, 'sent')
  expect([old, body.secret].map((secret) => isSigned(receiver.calls[1]!, secret))).toEqual([false, false])
})

test('only administrators of the tenant keep webhooks, and nobody sees those of another company', async () => {
  const { id } = await newHook(['cycle.locked'])
  const delivery = (await as('admin', 'POST', `/webhooks/${id}/test`)).body.id
  const requests = [
    ['GET', '/webhooks'],
    ['POST', '/webhooks', { name: 'x', url: receiver.url, kinds: ['cycle.locked'] }],
    ['PATCH', `/webhooks/${id}`, { name: 'x' }],
    ['DELETE', `/webhooks/${id}`],
    ['POST', `/webhooks/${id}/rotate`, {}],
    ['POST', `/webhooks/${id}/test`],
    ['GET', `/webhooks/${id}/deliveries`],
    ['POST', `/webhooks/${id}/deliveries/${delivery}/replay`],
  ] as const
  for (const [method, path, body] of requests) {
    for (const person of ['data_owner', 'auditor', 'viewer', 'moduleOwner'] as const) {
      expect([path, person, (await as(person, method, path, body)).status]).toEqual([path, person, 403])
    }
    expect((await server.request(null, method, path, body)).status).toBe(401)
    if (path !== '/webhooks') {
      expect((await server.request(server.two.people.admin, method, path, body)).status).toBe(404)
    }
  }
  expect((await server.request(server.two.people.admin, 'GET', '/webhooks')).body.data).toEqual([])
  const foreign = await server.request(server.two.people.admin, 'POST', '/webhooks', {
    name: 'Of two',
    url: receiver.url,
    kinds: ['rows.changed'],
  })
  await writeRow({ note: 'of one' })
  await server.request(server.two.people.admin, 'POST', `/webhooks/${foreign.body.id}/test`)
  await until(() => receiver.calls.some(({ body }) => body.includes(foreign.body.id)), 'the try of two')
  expect(receiver.calls.filter(({ body }) => body.includes('rows.changed'))).toEqual([])
  expect((await as('admin', 'DELETE', `/webhooks/${id}`)).status).toBe(204)
  expect(await shown(id)).toBeUndefined()
})

test('everything that is wrong with a webhook is told at once', async () => {
  const { name, id } = await newHook(['cycle.locked'])
  const wrong = await as('admin', 'POST', '/webhooks', { name, url: 'ftp://x', kinds: ['cycle.locked'] })
  expect([
    wrong.status,
    wrong.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code]),
  ]).toEqual([
    422,
    [
      ['name', 'taken'],
      ['url', 'not-a-target'],
    ],
  ])
  const unknown = await as('admin', 'POST', '/webhooks', { name: '', url: '', kinds: ['row.seen'] })
  expect(unknown.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(['kinds[0]', 'name', 'url'])
  await as('admin', 'PATCH', `/webhooks/${id}`, { name })
  const entries = await server.database.owner('audit_log').where({ subject_id: id })
  expect(entries.map(({ action }) => action)).toEqual(['webhook.create'])
})
