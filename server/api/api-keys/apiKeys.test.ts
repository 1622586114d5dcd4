import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiKeyReply, NewApiKeyReply } from '#shared/api/apiKeys.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

let server: TestServer
let made = 0

beforeAll(async () => {
  server = await startTestServer({ keyRequestsAMinute: 40 })
})
afterAll(() => server.close())

type Person = keyof TestServer['one']['people']

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)

const withKey = (secret: string, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(null, method, path, body, { authorization: `Bearer ${secret}` })

async function newKey(person: Person, scopes: readonly string[], more: object = {}): Promise<NewApiKeyReply> {
  const { status, body } = await as(person, 'POST', '/api_keys', { name: `Key ${made++}`, scopes, ...more })
  expect(status).toBe(200)
  return body
}

const rows = (tableId = server.one.tableId): string => `/tables/${tableId}/rows?cycle_id=${server.one.openCycleId}`
const personId = async (person: Person): Promise<string> => (await as(person, 'GET', '/me')).body.user.id

test('a key reads what its person reads, of what it was made for; the secret is told once and kept as a hash', async () => {
  const { secret, ...key } = await newKey('viewer', ['rows:read'])
  expect(key).toMatchObject({ state: 'live', scopes: ['rows:read'], modules: null, hint: secret.slice(-4) })
  expect((await withKey(secret, 'GET', rows())).status).toBe(200)
  const refused = await withKey(secret, 'POST', rows(), { rows: [{ values: { note: 'x' } }] })
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    403,
    'forbidden',
    expect.stringContaining('rows:write'),
  ])
  const stored = await server.database.owner('api_keys').where({ id: key.id }).first()
  expect(JSON.stringify(stored)).not.toContain(secret)
  const { body } = await as('viewer', 'GET', '/api_keys')
  expect([body.data[0].id, 'secret' in body.data[0]]).toEqual([key.id, false])
})

test('scopes give nothing that the person may not; a key of all scopes is still a viewer', async () => {
  const { secret } = await newKey('viewer', ['rows:write', 'people:write', 'cycles:write', 'audit_log:read'])
  expect((await withKey(secret, 'GET', '/users')).status).toBe(403)
  expect((await withKey(secret, 'GET', '/audit_log')).status).toBe(403)
  const { body } = await withKey(secret, 'POST', rows(), { rows: [{ values: { note: 'x' } }] })
  expect(body.accepted ?? []).toEqual([])
  const path = `/cycles/${server.one.openCycleId}/status`
  expect((await withKey(secret, 'POST', path, { status: 'in_review' })).status).toBe(403)
})

test('what a key writes is in the audit log as done by a program for its person, and is the key’s', async () => {
  const { secret, id } = await newKey('admin', ['rows:write', 'cycles:write'])
  const { body } = await withKey(secret, 'POST', rows(), { rows: [{ values: { note: 'by a key', price: 3 } }] })
  expect(body.accepted).toHaveLength(1)
  const path = `/cycles/${server.one.openCycleId}`
  expect((await withKey(secret, 'PATCH', path, { name: 'FY2025' })).status).toBe(200)
  await withKey(secret, 'PATCH', path, { name: 'By a key' })
  await withKey(secret, 'PATCH', path, { name: 'FY2025' })
  const entries = await server.database.owner('audit_log').where({ session_id: id, subject_kind: 'cycle' })
  const admin = await personId('admin')
  expect(entries.map(({ actor_kind, actor_id }) => [actor_kind, actor_id])).toEqual([
    ['api', admin],
    ['api', admin],
  ])
})

test('of an auditor’s key without rows:write, also the fields that name auditors as writers stay as they are', async () => {
  const { body } = await as('admin', 'POST', rows(), { rows: [{ values: { note: 'to be checked' } }] })
  const [{ id }] = body.accepted
  const write = { rows: [{ id, values: { checked_by: 'me' } }] }
  const { secret } = await newKey('auditor', ['rows:read', 'cycles:write', 'structure:write'])
  expect((await withKey(secret, 'POST', rows(), write)).status).toBe(403)
  const sheet = `/sheets?table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`
  const { body: seen } = await withKey(secret, 'GET', sheet)
  expect(seen.parts.flatMap(({ writable }: { writable: string[] }) => writable)).toEqual([])
  const writer = await newKey('auditor', ['rows:write'])
  expect((await withKey(writer.secret, 'POST', rows(), write)).body.accepted).toHaveLength(1)
})

test('narrowed to a module it knows that one only, also for administrators, who then administer nothing else', async () => {
  const { one } = server
  const module_ids = [one.otherModuleId]
  const { secret, modules } = await newKey('admin', ['rows:write', 'people:read', 'structure:read'], { module_ids })
  expect(modules).toEqual([{ id: one.otherModuleId, name: 'Refrigerants' }])
  expect((await withKey(secret, 'GET', rows())).status).toBe(404)
  expect((await withKey(secret, 'GET', rows(one.otherTableId))).status).toBe(200)
  expect((await withKey(secret, 'GET', '/users')).status).toBe(403)
  const listed = await withKey(secret, 'GET', `/projects/${one.projectId}/modules`)
  expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([one.otherModuleId])
})

test('no key signs in, makes keys, renames its person or adds service accounts; it may say who it is', async () => {
  const { secret } = await newKey('admin', ['people:write', 'rows:write', 'structure:write'])
  for (const [method, path, body] of [
    ['GET', '/api_keys'],
    ['POST', '/api_keys', { name: 'More', scopes: ['rows:write'] }],
    ['PATCH', '/me', { name: 'Another' }],
    ['GET', '/service_accounts'],
    ['POST', '/service_accounts', { name: 'Meter', role: 'viewer', scope: 'tenant' }],
  ] as const) {
    const reply = await withKey(secret, method, path, body)
    expect([path, reply.status, reply.body.code]).toEqual([path, 403, 'forbidden'])
  }
  expect((await withKey(secret, 'POST', '/auth/refresh')).body.code).toBe('cross-site')
  expect((await withKey(secret, 'POST', '/auth/logout')).body.code).toBe('unauthenticated')
  const { status, body } = await withKey(secret, 'GET', '/me')
  expect([status, body.user.email]).toEqual([200, server.one.people.admin])
})

test('a key opens no live sheet and no events', async () => {
  const { secret } = await newKey('admin', ['rows:write'])
  const sheet = `/sheets?table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`
  const { body } = await as('admin', 'GET', sheet)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: body.parts[0].document, token: secret })
  await until(() => client.closes.length > 0, 'refused')
  expect(client.provider.synced).toBe(false)
  client.destroy()
})

test('revoked, expired, mistyped or of somebody who is gone: 401, in the same words', async () => {
  const revoked = await newKey('viewer', ['rows:read'])
  expect((await as('viewer', 'DELETE', `/api_keys/${revoked.id}`)).status).toBe(204)
  expect((await as('viewer', 'DELETE', `/api_keys/${revoked.id}`)).status).toBe(204)
  const expired = await newKey('viewer', ['rows:read'], { expires_at: new Date(Date.now() + 60_000).toISOString() })
  const past = { created_at: '2020-01-01', expires_at: '2020-01-02' }
  await server.database.owner('api_keys').where({ id: expired.id }).update(past)
  const other = revoked.secret.endsWith('a') ? 'b' : 'a'
  const secrets = [revoked.secret, expired.secret, revoked.secret.slice(0, -1) + other, 'cbs_live_x']
  const replies = await Promise.all(secrets.map((secret) => withKey(secret, 'GET', '/me')))
  expect(replies.map(({ status, body }) => [status, body.code])).toEqual(secrets.map(() => [401, 'key-ended']))
  expect(new Set(replies.map(({ body }) => body.detail)).size).toBe(1)
  const { body } = await as('viewer', 'GET', '/api_keys?limit=500')
  const stateOf = (wanted: string) => body.data.find(({ id }: ApiKeyReply) => id === wanted).state
  expect([stateOf(revoked.id), stateOf(expired.id)]).toEqual(['revoked', 'expired'])
  const logged = await server.database.owner('audit_log').where({ subject_id: revoked.id }).orderBy('id')
  expect(logged.map(({ action }) => action)).toEqual(['key.create', 'key.revoke'])
})

test('a rotated key has a new secret, and the old one opens as long as was asked for', async () => {
  const first = await newKey('viewer', ['rows:read'])
  const { body: second } = await as('viewer', 'POST', `/api_keys/${first.id}/rotate`, { overlap_hours: 1 })
  expect([second.id, second.previous_until]).toEqual([first.id, expect.any(String)])
  const opens = async (secret: string): Promise<number> => (await withKey(secret, 'GET', '/me')).status
  expect([await opens(first.secret), await opens(second.secret)]).toEqual([200, 200])
  const { body: third } = await as('viewer', 'POST', `/api_keys/${first.id}/rotate`, { overlap_hours: 0 })
  const all = [first, second, third]
  expect(await Promise.all(all.map(({ secret }) => opens(secret)))).toEqual([401, 401, 200])
  await as('viewer', 'DELETE', `/api_keys/${first.id}`)
  expect(await opens(third.secret)).toBe(401)
  const refused = await as('viewer', 'POST', `/api_keys/${first.id}/rotate`, {})
  expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'wrong-status'])
})

test('the last use is written down with its address, once a minute', async () => {
  const { secret, id } = await newKey('viewer', ['rows:read'])
  const read = () => server.database.owner('api_keys').where({ id }).first()
  expect((await read()).last_used_at).toBeNull()
  await withKey(secret, 'GET', '/me')
  const first = await read()
  expect(first.last_used_from).toMatch(/127\.0\.0\.1/)
  await withKey(secret, 'GET', '/me')
  expect((await read()).last_used_at).toEqual(first.last_used_at)
  await server.database.owner('api_keys').where({ id }).update({ last_used_at: '2026-01-01' })
  await withKey(secret, 'GET', '/me')
  expect((await read()).last_used_at.getTime()).toBeGreaterThanOrEqual(first.last_used_at.getTime())
})

test('a key that sends too many requests is told when to go on, and others are not', async () => {
  const [busy, calm] = [await newKey('viewer', ['rows:read']), await newKey('viewer', ['rows:read'])]
  const replies = await Promise.all(Array.from({ length: 45 }, () => withKey(busy.secret, 'GET', '/me')))
  const refused = replies.filter(({ status }) => status === 429)
  expect([refused.length, refused[0]?.body.code]).toEqual([5, 'too-many-requests'])
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
  const { status, headers } = await withKey(calm.secret, 'GET', '/me')
  expect([status, headers.get('ratelimit-policy'), headers.get('ratelimit')]).toEqual([
    200,
    '"key";q=40;w=60',
    expect.stringMatching(/^"key";r=39;t=\d+$/),
  ])
})

test('everybody sees and ends their own, administrators all of the company, nobody those of another', async () => {
  const { id } = await newKey('viewer', ['rows:read'])
  const listed = async (person: Person): Promise<string[]> =>
    (await as(person, 'GET', '/api_keys?limit=500')).body.data.map((key: ApiKeyReply) => key.id)
  expect(await listed('admin')).toContain(id)
  expect(await listed('auditor')).not.toContain(id)
  expect((await as('auditor', 'DELETE', `/api_keys/${id}`)).status).toBe(404)
  expect((await server.request(server.two.people.admin, 'DELETE', `/api_keys/${id}`)).status).toBe(404)
  expect((await server.request(server.two.people.admin, 'POST', `/api_keys/${id}/rotate`, {})).status).toBe(404)
  expect((await server.request(null, 'GET', '/api_keys')).status).toBe(401)
  expect((await as('admin', 'DELETE', `/api_keys/${id}`)).status).toBe(204)
})

test('everything that is wrong with a new key is told at once; nobody makes one for somebody else', async () => {
  const { name } = await newKey('admin', ['rows:read'])
  const { status, body } = await as('admin', 'POST', '/api_keys', {
    name,
    scopes: ['rows:read'],
    module_ids: [server.one.moduleId, server.two.moduleId],
    expires_at: '2020-01-01T00:00:00Z',
  })
  expect(status).toBe(422)
  expect(body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
    ['name', 'taken'],
    ['expires_at', 'invalid-value'],
    ['module_ids[1]', 'not-found'],
  ])
  const forAnother = { name: 'x', scopes: ['rows:read'], owner_id: await personId('viewer') }
  expect((await as('admin', 'POST', '/api_keys', forAnother)).body.errors).toMatchObject([
    { path: 'owner_id', code: 'not-found' },
  ])
  const unknown = await as('admin', 'POST', '/api_keys', { name: 'x', scopes: ['rows:everything'] })
  expect([unknown.status, unknown.body.errors[0].path]).toEqual([422, 'scopes[0]'])
})

test('a service account is a member with a role and no password, who comes in by keys until it is taken away', async () => {
  const path = '/service_accounts'
  const body = { name: 'Meter gateway', role: 'data_owner', scope: 'module', scope_id: server.one.moduleId }
  expect((await as('data_owner', 'POST', path, body)).status).toBe(403)
  const { body: account } = await as('admin', 'POST', path, body)
  expect(account.grants).toMatchObject([{ role: 'data_owner', scope: 'module', scope_name: 'Stationary combustion' }])
  expect((await as('admin', 'POST', path, body)).body.errors).toMatchObject([{ path: 'name', code: 'taken' }])
  expect((await as('admin', 'GET', path)).body.data).toEqual([account])
  const { body: people } = await as('admin', 'GET', '/users?limit=500')
  const person = people.data.find(({ id }: { id: string }) => id === account.id)
  expect(person).toMatchObject({ name: 'Meter gateway', is_service: true })
  const signIn = { email: person.email, password: 'a test password' }
  expect((await server.request(null, 'POST', '/auth/login', signIn)).body.code).toBe('wrong-credentials')

  expect(
    (await as('data_owner', 'POST', '/api_keys', { name: 'x', scopes: ['rows:read'], owner_id: account.id })).status,
  ).toBe(422)
  const { secret, owner } = await newKey('admin', ['rows:write'], { owner_id: account.id })
  expect(owner).toEqual({ id: account.id, name: 'Meter gateway', is_service: true })
  const written = await withKey(secret, 'POST', rows(), { rows: [{ values: { note: 'a reading' } }] })
  expect(written.body.accepted).toHaveLength(1)
  expect((await withKey(secret, 'GET', rows(server.one.otherTableId))).status).toBe(404)

  expect((await server.request(server.two.people.admin, 'DELETE', `${path}/${account.id}`)).status).toBe(404)
  expect((await as('admin', 'DELETE', `${path}/${await personId('viewer')}`)).status).toBe(404)
  expect((await as('admin', 'DELETE', `${path}/${account.id}`)).status).toBe(204)
  expect((await withKey(secret, 'GET', '/me')).status).toBe(401)
  expect((await as('admin', 'GET', path)).body.data).toEqual([])
})

test('a person whose membership ends takes their keys along, and a program is not the last administrator', async () => {
  const { body: account } = await as('admin', 'POST', '/service_accounts', {
    name: 'Robot',
    role: 'admin',
    scope: 'tenant',
  })
  const admin = await personId('admin')
  const { body: people } = await as('admin', 'GET', '/users?limit=500')
  const { grants } = people.data.find(({ id }: { id: string }) => id === admin)
  expect((await as('admin', 'DELETE', `/users/${admin}/grants/${grants[0].id}`)).body.code).toBe('last-admin')
  await as('admin', 'DELETE', `/service_accounts/${account.id}`)

  const { secret } = await newKey('moduleOwner', ['rows:read'])
  expect((await withKey(secret, 'GET', rows())).status).toBe(200)
  const membership = { user_id: await personId('moduleOwner') }
  await server.database.owner('scoped_roles').where(membership).delete()
  expect((await withKey(secret, 'GET', rows())).status).toBe(404)
  await server.database.owner('memberships').where(membership).update({ deleted_at: new Date() })
  expect((await withKey(secret, 'GET', '/me')).status).toBe(401)
})
