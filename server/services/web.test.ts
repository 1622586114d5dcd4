import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ERROR_CODES } from '#shared/api/errorCodes.ts'
import type { CycleChanged } from '#shared/events/events.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'

let server: TestServer
let clientDirectory: string

beforeAll(async () => {
  clientDirectory = await mkdtemp(join(tmpdir(), 'carbonsheet-client-'))
  await mkdir(join(clientDirectory, 'assets'))
  await writeFile(join(clientDirectory, 'index.html'), '<!doctype html><title>The app</title>')
  await writeFile(join(clientDirectory, 'assets', 'main-AbC123.js'), 'export {}')
  await writeFile(join(clientDirectory, 'assets', 'main-AbC123.js.br'), brotliCompressSync('export {}'))
  server = await startTestServer({ clientDirectory })
})
afterAll(async () => {
  await server.close()
  await rm(clientDirectory, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.origin}${path}`, { headers })

test('says that it is up and ready', async () => {
  expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
  await expect.poll(async () => (await get('/readyz')).status).toBe(200)
  expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', checks: { database: true, projector: true } })
})

test('serves the app for every page of it, and its files for ever', async () => {
  for (const path of ['/', '/dashboard', '/sheets/a/b?site=lyon']) {
    const page = await get(path)
    expect([page.status, page.headers.get('cache-control'), await page.text()]).toEqual([
      200,
      'no-cache',
      '<!doctype html><title>The app</title>',
    ])
  }
  const script = await get('/assets/main-AbC123.js', { 'accept-encoding': 'br' })
  expect(script.headers.get('content-encoding')).toBe('br')
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(await script.text()).toBe('export {}')
  expect((await get('/assets/gone.js')).status).toBe(404)
})

test('lets pages run scripts of this server only, and nobody frame them', async () => {
  const policy = (await get('/')).headers.get('content-security-policy')!
  expect(policy).toMatch(/script-src 'self';/)
  expect(policy).toMatch(/frame-ancestors 'none'/)
  expect(policy).not.toMatch(/unsafe-eval/)
  expect((await get('/')).headers.get('x-content-type-options')).toBe('nosniff')
})

test('answers wrong addresses and methods of the interface as problems with a request id', async () => {
  for (const [method, path, status, code] of [
    ['GET', '/api/v1/nothing', 404, 'not-found'],
    ['GET', '/api/nothing', 404, 'not-found'],
    ['DELETE', '/api/v1/projects', 405, 'method-not-allowed'],
    ['POST', '/dashboard', 404, 'not-found'],
  ] as const) {
    const reply = await fetch(`${server.origin}${path}`, { method })
    expect(reply.headers.get('content-type')).toMatch('application/problem+json')
    expect(await reply.json()).toEqual({
      type: expect.any(String),
      title: expect.any(String),
      status,
      code,
      detail: expect.any(String),
      errors: [],
      request_id: reply.headers.get('x-request-id'),
    })
  }
})

test('describes every route in OpenAPI 3.1, and shows them from local files', async () => {
  const { body: document } = await server.request(null, 'GET', '/openapi.json')
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/api/v1/auth/login',
      '/api/v1/tables/{id}/rows',
      '/api/v1/cycles/{id}/emissions',
      '/api/v1/factors',
    ]),
  )
  const rows = document.paths['/api/v1/tables/{id}/rows'].get.parameters.map(
    (parameter: { name: string }) => parameter.name,
  )
  expect(rows.slice(0, 7)).toEqual(['id', 'cycle_id', 'limit', 'cursor', 'sort', 'fields', 'include'])
  expect(rows).toContain('filter[{field}][{operator}]')
  const page = await (await get('/api/docs')).text()
  expect(page).toContain('swagger-ui')
  // `type` of a problem leads to what it means
  expect(ERROR_CODES.filter((code) => !page.includes(`id="${code}"`))).toEqual(['method-not-allowed'])
  const types = await get('/api/v1/openapi.d.ts')
  expect([types.headers.get('content-type'), await types.text()]).toEqual([
    'text/plain; charset=utf-8',
    expect.stringContaining('export interface paths {'),
  ])
  expect(await (await get('/api/v1/postman.json')).json()).toMatchObject({ info: { name: 'Carbonsheet' } })
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js', 'theme.js', 'page.css']) {
    expect((await get(`/api/docs/${file}`)).status).toBe(200)
  }
  expect((await get('/api/docs/..%2fpackage.json')).status).toBe(404)
})

test('people are told how many requests are left, and to wait when there are none', async () => {
  const limited = await server.startAnother({ sessionRequestsAMinute: 3 })
  const headers = { authorization: `Bearer ${await server.token(server.one.people.viewer)}` }
  const replies = []
  for (let i = 0; i < 4; i++) {
    replies.push(await fetch(`${limited.origin}/api/v1/me`, { headers }))
  }
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  expect(replies[0]!.headers.get('ratelimit-policy')).toBe('"session";q=3;w=60')
  expect(replies[1]!.headers.get('ratelimit')).toMatch(/^"session";r=1;t=\d+$/)
  expect(Number(replies[3]!.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await replies[3]!.json()).toMatchObject({ code: 'too-many-requests' })
})

test('an address under its former name answers as ever, and says until when', async () => {
  const { tableId, openCycleId, people } = server.one
  const query = `cycle_id=${openCycleId}&since=2025-01-01T00:00:00Z`
  const now = await server.request(people.viewer, 'GET', `/tables/${tableId}/changed_rows?${query}`)
  const old = await server.request(people.viewer, 'GET', `/tables/${tableId}/changed-rows?${query}`)
  expect([now.status, old.status, old.body.rows]).toEqual([200, 200, now.body.rows])
  expect(now.headers.get('deprecation')).toBeNull()
  expect(['deprecation', 'sunset', 'link'].map((name) => old.headers.get(name))).toEqual([
    '@1796083200',
    'Tue, 01 Jun 2027 00:00:00 GMT',
    '</api/docs>; rel="deprecation"; type="text/html"',
  ])
  expect((await server.request(people.viewer, 'GET', `/tables/${tableId}/history-outline?${query}`)).status).toBe(200)
})

const upgrade = (path: string, headers: Record<string, string> = {}): Promise<number | 'open'> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${server.origin.replace('http', 'ws')}${path}`, { headers })
    socket.on('open', () => {
      socket.close()
      resolve('open')
    })
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
  })

test('opens live documents for our own pages and for programs, not for foreign pages and other paths', async () => {
  expect(await upgrade('/collab')).toBe('open')
  expect(await upgrade('/collab', { origin: server.origin })).toBe('open')
  expect(await upgrade('/collab', { origin: 'https://evil.example' })).toBe(403)
  expect(await upgrade('/collab', { origin: 'null' })).toBe(403)
  expect(await upgrade('/elsewhere')).toBe(404)
  expect(await upgrade('/events/?EIO=4&transport=websocket')).toBe('open')
  expect(await upgrade('/events/?EIO=4&transport=websocket', { origin: 'https://evil.example' })).not.toBe('open')
})

test('stays alive when an upgrade is cut off in the middle', async () => {
  const { hostname, port } = new URL(server.origin)
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
      socket.destroy()
      resolve()
    })
  })
  expect((await get('/healthz')).status).toBe(200)
})

const listen = async (email: string | null) => {
  const token = email === null ? 'nonsense' : await server.token(email)
  const socket = io(server.origin, { path: '/events', transports: ['websocket'], auth: { token }, reconnection: false })
  const outcome = await new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'))
    socket.on('connect_error', (error) => resolve(error.message))
  })
  return { socket, outcome }
}

test('tells those who watch a cycle that its totals changed, and only those who may read the table', async () => {
  const { one, two } = server
  const watch = async (email: string) => {
    const { socket } = await listen(email)
    const heard: CycleChanged[] = []
    socket.on('cycle:changed', (event: CycleChanged) => heard.push(event))
    const answer: unknown = await socket.emitWithAck('cycle:watch', { cycle_id: one.openCycleId })
    return { socket, heard, answer }
  }
  const viewer = await watch(one.people.viewer)
  const moduleOwner = await watch(one.people.moduleOwner)
  const foreign = await watch(two.people.admin)
  expect([viewer.answer, moduleOwner.answer, foreign.answer]).toEqual([{ ok: true }, { ok: true }, { ok: false }])

  const path = `/tables/${one.otherTableId}/rows?cycle_id=${one.openCycleId}`
  await server.request(one.people.admin, 'POST', path, { rows: [{ values: { month: '2025-02' } }] })

  await expect
    .poll(() => viewer.heard)
    .toEqual([{ cycle_id: one.openCycleId, table_id: one.otherTableId, at: expect.any(String) }])
  expect([...moduleOwner.heard, ...foreign.heard]).toEqual([])
  for (const { socket } of [viewer, moduleOwner, foreign]) {
    socket.close()
  }
})

test('tells of a change in a hidden part only those who see something of that part', async () => {
  const { one } = server
  const watch = async (email: string) => {
    const { socket } = await listen(email)
    const heard: CycleChanged[] = []
    socket.on('cycle:changed', (event: CycleChanged) => heard.push(event))
    expect(await socket.emitWithAck('cycle:watch', { cycle_id: one.openCycleId })).toEqual({ ok: true })
    return { socket, heard }
  }
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const [viewer, auditor] = [await watch(one.people.viewer), await watch(one.people.auditor)]
  const created = await server.request(one.people.admin, 'POST', path, { rows: [{ values: { note: 'kept' } }] })
  const id = created.body.accepted[0].id
  await expect.poll(() => [viewer.heard.length, auditor.heard.length]).toEqual([1, 1])

  await server.request(one.people.admin, 'POST', path, { rows: [{ id, values: { price: 5 } }] })
  await expect.poll(() => auditor.heard.length).toBe(2)
  await server.request(one.people.admin, 'POST', path, { rows: [{ id, values: { note: 'seen by all' } }] })
  await expect.poll(() => auditor.heard.length).toBe(3)
  await expect.poll(() => viewer.heard.length).toBe(2) // of the price it heard nothing

  await server.database.owner('fields').insert({
    tenant_id: one.tenantId,
    table_id: one.tableId,
    ordinal: 90,
    position: 90,
    key: 'cost',
    name: 'Cost',
    type: 'formula',
    unit: 'kWh',
    formula: 'quantity * price',
    released: true,
  })
  await server.request(one.people.admin, 'POST', path, { rows: [{ id, values: { price: 6 } }] })
  await expect.poll(() => viewer.heard.length).toBe(3) // what is released may be another now
  viewer.socket.close()
  auditor.socket.close()
})

test('lets nobody listen without a good token, and survives messages of any shape', async () => {
  expect((await listen(null)).outcome).toBe('unauthenticated')
  const { socket } = await listen(server.one.people.viewer)
  const answers = await Promise.all(
    [null, 5, {}, { cycle_id: 'x' }, { cycle_id: ['a'] }].map(
      (request) => socket.emitWithAck('cycle:watch', request) as Promise<unknown>,
    ),
  )
  expect(answers).toEqual(Array(5).fill({ ok: false }))
  socket.close()
})
