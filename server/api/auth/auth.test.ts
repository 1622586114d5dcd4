import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REUSE_GRACE_SECONDS } from '#server/auth/RefreshTokens.ts'
import { TEST_PASSWORD } from '#server/testing/seedTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ loginLimits: { perAccount: 5, perAddress: 1000 } })
})
afterAll(() => server.close())

const login = (email: string, password = TEST_PASSWORD) =>
  server.request(null, 'POST', '/auth/login', { email, password })

const cookieOf = (reply: { headers: Headers }): string => reply.headers.get('set-cookie')!.split(';')[0]!

/** As our own page sends it. */
const refresh = (cookie: string, headers: Record<string, string> = {}) =>
  server.request(null, 'POST', '/auth/refresh', undefined, {
    cookie,
    origin: server.origin,
    'x-carbonsheet': '1',
    ...headers,
  })

test('signs in with an access token, the person, and a cookie that only the sign-in routes get', async () => {
  const reply = await login(server.one.people.admin)

  expect(reply.status).toBe(200)
  expect(reply.body).toEqual({
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    token_type: 'Bearer',
    expires_in: 600,
    user: {
      id: expect.any(String),
      email: 'admin@one.example',
      name: 'Person admin@one.example',
      colour: expect.any(Number),
    },
  })
  expect(reply.headers.get('set-cookie')).toMatch(
    /^carbonsheet_refresh=[^;]+; path=\/api\/v1\/auth; expires=[^;]+; samesite=strict; httponly$/i,
  )
  expect(reply.headers.get('cache-control')).toBe('no-store')
})

test('the cookie is kept to https when people come by https', async () => {
  const secure = await startTestServer({ publicUrl: 'https://carbonsheet.example.com' })
  const reply = await secure.request(null, 'POST', '/auth/login', {
    email: secure.one.people.admin,
    password: TEST_PASSWORD,
  })
  await secure.close()

  expect(reply.headers.get('set-cookie')).toMatch(/; secure/i)
  expect(reply.headers.get('strict-transport-security')).toMatch(/max-age/)
})

test('keeps passwords as argon2id and refresh tokens as hashes', async () => {
  const cookie = cookieOf(await login(server.one.people.viewer)).split('=')[1]!
  const hashes = await server.database.owner('users').pluck('password_hash')
  const tokens: Buffer[] = await server.database.owner('refresh_tokens').pluck('token_sha256')

  expect(hashes.every((hash: string) => hash.startsWith('$argon2id$'))).toBe(true)
  expect(tokens.some((token) => token.toString('utf8').includes(cookie.split('.')[1]!))).toBe(false)
})

test('answers an unknown e-mail, a wrong password and a person without a tenant alike', async () => {
  await server.database.owner('users').insert({
    email: 'lonely@one.example',
    name: 'Lonely',
    password_hash: (await server.database.owner('users').first('password_hash')).password_hash,
  })
  const replies = [
    await login('nobody@one.example'),
    await login(server.one.people.auditor, 'wrong'),
    await login('lonely@one.example'),
  ]

  for (const { status, body } of replies) {
    expect(status).toBe(401)
    expect({ ...body, request_id: '' }).toEqual({ ...replies[0]!.body, request_id: '' })
    expect(body.code).toBe('wrong-credentials')
  }
})

test('names every problem of a sign-in at once, unknown keys too', async () => {
  const reply = await server.request(null, 'POST', '/auth/login', { email: '', remember: true })

  expect(reply.status).toBe(422)
  expect(reply.headers.get('content-type')).toMatch('application/problem+json')
  expect(reply.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
    ['email', 'too-small'],
    ['password', 'missing'],
    ['remember', 'unknown-key'],
  ])
})

test('slows guessing down by account, also for accounts that do not exist, and not the others', async () => {
  const guesses = []
  for (let i = 0; i < 6; i++) {
    guesses.push((await login('guessed@one.example', `guess ${i}`)).status)
  }
  const last = await login('GUESSED@one.example ')

  expect(guesses).toEqual([401, 401, 401, 401, 401, 429])
  expect(last.status).toBe(429)
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await login(server.one.people.data_owner)).status).toBe(200)
})

test('a refresh gives a new access token and a new cookie', async () => {
  const first = cookieOf(await login(server.one.people.admin))
  const reply = await refresh(first)

  expect(reply.status).toBe(200)
  expect(cookieOf(reply)).not.toBe(first)
  const me = await fetch(`${server.origin}/api/v1/me`, {
    headers: { authorization: `Bearer ${reply.body.access_token}` },
  })
  expect(me.status).toBe(200)
  expect((await refresh(cookieOf(reply))).status).toBe(200)
})

test('twenty tabs that refresh at the same moment all stay signed in, with one successor', async () => {
  const cookie = cookieOf(await login(server.one.people.admin))
  const replies = await Promise.all(Array.from({ length: 20 }, () => refresh(cookie)))

  expect(replies.map((reply) => reply.status)).toEqual(Array(20).fill(200))
  expect(new Set(replies.map(cookieOf)).size).toBe(1)
  expect((await refresh(cookieOf(replies[0]!))).status).toBe(200)
})

test('a used token that comes back after the grace ends the whole session, its successors too', async () => {
  const signedIn = await login(server.one.people.admin)
  const stolen = cookieOf(signedIn)
  const next = cookieOf(await refresh(stolen))
  await server.database.owner.raw(
    `UPDATE refresh_tokens SET used_at = used_at - interval '${REUSE_GRACE_SECONDS + 1} seconds' WHERE used_at IS NOT NULL`,
  )

  expect((await refresh(stolen)).body.code).toBe('session-ended')
  expect((await refresh(next)).body.code).toBe('session-ended')
  const me = await fetch(`${server.origin}/api/v1/me`, {
    headers: { authorization: `Bearer ${signedIn.body.access_token}` },
  })
  expect(me.status).toBe(401)
})

test.each([
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['the null origin', { origin: 'null' }],
  ['no header of ours', { 'x-carbonsheet': '' }],
])('refuses a refresh with %s', async (_, headers) => {
  const cookie = cookieOf(await login(server.one.people.admin))
  const reply = await refresh(cookie, headers)

  expect([reply.status, reply.body.code]).toEqual([403, 'cross-site'])
  expect((await refresh(cookie)).status).toBe(200)
})

test('refuses a refresh without an origin, without a cookie, and with a made-up one', async () => {
  const cookie = cookieOf(await login(server.one.people.admin))
  const bare = await server.request(null, 'POST', '/auth/refresh', undefined, { cookie, 'x-carbonsheet': '1' })

  expect(bare.status).toBe(403)
  expect((await refresh('')).status).toBe(401)
  expect((await refresh('carbonsheet_refresh=nonsense')).status).toBe(401)
  expect((await refresh(`carbonsheet_refresh=${server.one.tenantId}.${'A'.repeat(43)}`)).status).toBe(401)
})

test('a token of another key, without a signature, or changed, opens nothing', async () => {
  const good = await server.token(server.one.people.admin)
  const [header, payload, signature] = good.split('.') as [string, string, string]
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const bad = [
    `${encode({ alg: 'none' })}.${payload}.`,
    `${header}.${encode({ ...claims, tid: server.two.tenantId })}.${signature}`,
    `${header}.${payload}.${'A'.repeat(signature.length)}`,
    'nonsense',
  ]
  for (const token of bad) {
    const me = await fetch(`${server.origin}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(me.status).toBe(401)
  }
})

test('signing out ends access at once: token, cookie and open socket', async () => {
  const signedIn = await login(server.one.people.viewer)
  const token: string = signedIn.body.access_token
  const bearer = { authorization: `Bearer ${token}` }
  const socket = io(server.origin, { path: '/events', transports: ['websocket'], auth: { token }, reconnection: false })
  await new Promise<void>((resolve) => socket.on('connect', resolve))
  const told = new Promise((resolve) => socket.on('session:ended', resolve))
  const closed = new Promise((resolve) => socket.on('disconnect', resolve))

  const reply = await server.request(null, 'POST', '/auth/logout', undefined, bearer)

  expect(reply.status).toBe(204)
  expect(reply.headers.get('set-cookie')).toMatch(/^carbonsheet_refresh=;/)
  expect(await told).toEqual({ reason: 'signed-out' })
  await closed
  expect((await server.request(null, 'GET', '/me', undefined, bearer)).body.code).toBe('session-ended')
  expect((await refresh(cookieOf(signedIn))).status).toBe(401)
  expect((await server.request(null, 'POST', '/auth/logout', undefined, bearer)).status).toBe(204)
})

test('signs out by the cookie alone, from our own page only', async () => {
  const signedIn = await login(server.one.people.viewer)
  const cookie = cookieOf(signedIn)
  const foreign = await server.request(null, 'POST', '/auth/logout', undefined, {
    cookie,
    origin: 'https://evil.example',
    'x-carbonsheet': '1',
  })
  expect(foreign.status).toBe(403)
  const own = await server.request(null, 'POST', '/auth/logout', undefined, {
    cookie,
    origin: server.origin,
    'x-carbonsheet': '1',
  })
  expect(own.status).toBe(204)
  const me = await server.request(null, 'GET', '/me', undefined, {
    authorization: `Bearer ${signedIn.body.access_token}`,
  })
  expect(me.status).toBe(401)
  expect((await server.request(null, 'POST', '/auth/logout')).status).toBe(403)
})

test('a person whose membership or account ends is out with the next request', async () => {
  const token = (await login(server.two.people.moduleOwner)).body.access_token
  await server.database
    .owner('memberships')
    .where({
      tenant_id: server.two.tenantId,
      user_id: JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sub,
    })
    .update({ deleted_at: new Date() })

  expect((await server.request(null, 'GET', '/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(401)
})

test('sign-in and sign-out are in the audit log, with who and from where, and without secrets', async () => {
  const token = (await login(server.two.people.auditor)).body.access_token
  await server.request(null, 'POST', '/auth/logout', undefined, { authorization: `Bearer ${token}` })
  const { sid, sub } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
  const entries = await server.database.owner('audit_log').where({ subject_id: sid }).orderBy('id')

  expect(
    entries.map(({ action, actor_id, tenant_id, origin, after }) => ({ action, actor_id, tenant_id, origin, after })),
  ).toEqual([
    {
      action: 'session.start',
      actor_id: sub,
      tenant_id: server.two.tenantId,
      origin: '127.0.0.1',
      after: { userId: sub, userAgent: 'node' },
    },
    {
      action: 'session.end',
      actor_id: sub,
      tenant_id: server.two.tenantId,
      origin: '127.0.0.1',
      after: { reason: 'signed-out' },
    },
  ])
})
