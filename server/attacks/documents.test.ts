/** Getting into a document that is not for one. */
import { createHmac } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { FRAME } from '#collab/testing/RawSocket.ts'
import type { RawSocket } from '#collab/testing/RawSocket.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, OPENS, ordinalOf, PEOPLE, PRICES, RISKS, type Person } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

const CANARY = 'CANARY-in-a-part'
const PARTS = [COMMON, PRICES, RISKS]

let target: Target

beforeAll(async () => {
  target = await Target.start()
  const row = await target.newRow({ note: CANARY, quantity: 3 })
  const [admin, auditor] = [await target.join('admin', PRICES), await target.join('auditor', RISKS)]
  admin.sheet.set(row, ordinalOf('price'), CANARY)
  auditor.sheet.set(row, ordinalOf('risk'), CANARY)
  await until(() => admin.isSaved && auditor.isSaved, 'every part has the canary')
})
afterEach(() => target.leaveAll())
afterAll(() => target.close())

/** Everything that asks a document for something. */
function askInEveryWay(socket: RawSocket, name: string): void {
  socket.ask(name)
  socket.frame(name, FRAME.queryAwareness)
  socket.stateless(name, '{"type":"gestures"}')
  socket.update(name, Uint8Array.of(0, 0))
}

const outsiders = (part: string): Person[] => PEOPLE.filter((person) => OPENS[part]!.includes(person) === false)

test('[A1] who may not read a part gets no byte of it by signing in, whatever they go on to send', async () => {
  for (const part of PARTS) {
    const name = await target.document(part)
    const foreign = await Promise.all(
      Object.values(target.server.one.people).map((email) => target.server.token(email)),
    )
    const own = await Promise.all(outsiders(part).map((person) => target.token(person)))
    for (const token of [...foreign, ...own, 'nonsense', '']) {
      const socket = await target.stranger()
      socket.auth(name, token)
      askInEveryWay(socket, name)
      await until(() => socket.refused.length > 0, 'refused')
      askInEveryWay(socket, name)
      socket.auth(name, token)
      await until(() => socket.refused.length > 1, 'refused again')
      expect(new Set(socket.refused.map(({ reason }) => reason)).size, part).toBe(1)
      expect(['not-found', 'unauthenticated']).toContain(socket.refused[0]!.reason)
      expect(socket.received).not.toContain('CANARY')
      expect(new Set(socket.frames.map(({ type }) => type))).toEqual(new Set([FRAME.auth]))
    }
  }
})

test('[A1] a socket that is signed in to one part gets nothing of another by asking on it', async () => {
  const [common, prices, risks] = await Promise.all(PARTS.map((part) => target.document(part)))
  for (const person of ['data_owner', 'viewer', 'moduleOwner'] as const) {
    const socket = await target.stranger()
    await target.enter(socket, common!, await target.token(person))
    for (const name of [prices!, risks!]) {
      askInEveryWay(socket, name)
      askInEveryWay(socket, `${name}\0session`)
    }
    socket.auth(prices!, await target.token(person))
    await until(() => socket.refused.length > 0, 'refused')
    socket.ask(common!)
    await until(() => socket.framesOf(common!).length > 3, 'the open document goes on')
    const strange = socket.frames.filter(({ address, type }) => address !== common && type !== FRAME.auth)
    expect(strange, person).toEqual([])
    const others = socket.frames.filter(({ address }) => address !== common)
    expect(Buffer.concat(others.map(({ bytes }) => bytes)).includes('CANARY')).toBe(false)
  }
})

test('[A5] other names, look-alikes, suffixes and long names are refused before anything is loaded', async () => {
  const name = await target.document(COMMON)
  const foreign = (await target.server.request(
    target.server.one.people.admin,
    'GET',
    `/sheets?table_id=${target.server.one.tableId}&cycle_id=${target.server.one.openCycleId}`,
  )) as { body: { parts: { document: string }[] } }
  const names = [
    foreign.body.parts[0]!.document,
    'part:999999999@1',
    `${name} `,
    ` ${name}`,
    name.replace('part', 'PART'),
    name.replace('part:', 'part：'),
    name.replace('part:', 'note:'),
    name.replace('@', '@0'),
    name.replace(/\d+@/, (id) => `0${id}`),
    name.replace(/\d+@/, (id) => `${Array.from(id).join('')}`).replace(/\d/, '１'),
    `${name}/../${name}`,
    `${name}%00`,
    `${name}';DROP TABLE documents;--`,
    'part:1e3@1',
    'part:-1@1',
    `part:${'9'.repeat(40)}@1`,
  ]
  for (const person of ['admin', 'viewer'] as const) {
    for (const wrong of names) {
      const socket = await target.stranger()
      socket.auth(wrong, await target.token(person))
      socket.ask(wrong)
      await until(() => socket.refused.length > 0, `${JSON.stringify(wrong)} is refused`)
      expect([wrong, socket.refused[0]!.reason]).toEqual([wrong, 'not-found'])
      expect(socket.received).not.toContain('CANARY')
    }
  }
  for (const wrong of [
    '__proto__',
    'constructor',
    'toString',
    `${name}\nforged line`,
    '',
    'x'.repeat(201),
    `part:${'1'.repeat(10_000)}@1`,
  ]) {
    const socket = await target.stranger()
    socket.auth(wrong, await target.token('admin'))
    await until(() => socket.closed !== null, 'closed')
    expect([wrong.slice(0, 20), socket.closed]).toEqual([wrong.slice(0, 20), { code: 1008, reason: 'malformed' }])
  }
})

test('[A5] a suffix of the provider names the same document, with the same rights', async () => {
  const name = `${await target.document(PRICES)}\0a session`
  const [viewer, auditor] = [await target.stranger(), await target.stranger()]
  viewer.auth(name, await target.token('viewer'))
  await target.enter(auditor, name, await target.token('auditor'))
  await until(() => viewer.refused.length > 0, 'refused')
  await until(() => auditor.received.includes(CANARY), 'open')
  expect([viewer.refused[0]!.reason, viewer.received.includes('CANARY')]).toEqual(['not-found', false])
})

test('[A18] a token of another company, of another secret, without signature or expired opens nothing', async () => {
  const { one } = target.server
  const good = await target.token('admin')
  const [head, body, signature] = good.split('.') as [string, string, string]
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  const signed = (key: string | Uint8Array, more: Record<string, unknown> = {}, kid = '1'): Promise<string> =>
    new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(key))
  const key = createHmac('sha256', 'a secret of the tests, at least 32 long').update('access tokens').digest()
  const elsewhere = JSON.parse(
    Buffer.from((await target.server.token(one.people.admin)).split('.')[1]!, 'base64url').toString(),
  ) as { tid: string }
  const tokens = [
    await target.server.token(one.people.admin),
    await signed('another secret of somebody else, 32 long'),
    await signed('a secret of the tests, at least 32 long'), // the secret itself signs nothing
    await signed('of nobody', {}, '../../dev/null'),
    await signed(key, { exp: 1 }),
    await signed(key, { tid: elsewhere.tid }), // even with the right key: a session belongs to one company
    await signed(key, { sid: '00000000-0000-4000-8000-000000000000' }),
    `${encoded({ alg: 'none' })}.${body}.`,
    `${encoded({ alg: 'none' })}.${body}.${signature}`,
    `${head}.${encoded({ ...claims, exp: 9_999_999_999 })}.${signature}`,
    `${head}.${body}.`,
  ]
  for (const token of tokens) {
    for (const part of PARTS) {
      const name = await target.document(part)
      const socket = await target.stranger()
      socket.auth(name, token)
      await until(() => socket.refused.length > 0, 'refused')
      expect(socket.received).not.toContain('CANARY')
    }
    const headers = { authorization: `Bearer ${token}` }
    const reply = await target.server.request(null, 'GET', target.rowsPath(), undefined, headers)
    expect([401, 404]).toContain(reply.status)
    expect(JSON.stringify(reply.body)).not.toContain('CANARY')
  }
})

test('[A18] with people of every other company, every sheet and row of ours is not there', async () => {
  const row = await target.newRow({ note: CANARY })
  const { tenant } = target
  const paths: [string, string, unknown?][] = [
    ['GET', target.rowsPath()],
    ['POST', target.rowsPath(), { rows: [{ values: { note: 'theirs' } }] }],
    ['POST', target.rowsPath(), { rows: [{ id: row, values: { note: 'theirs' } }] }],
    ['DELETE', `/tables/${tenant.tableId}/rows/${row}?cycle_id=${tenant.openCycleId}`],
    ['GET', `/sheets?table_id=${tenant.tableId}&cycle_id=${tenant.openCycleId}`],
    ['GET', `/tables/${tenant.tableId}/history?cycle_id=${tenant.openCycleId}`],
    ['GET', `/cycles/${tenant.openCycleId}/emissions`],
    ['POST', `/cycles/${tenant.openCycleId}/status`, { status: 'locked' }],
  ]
  for (const email of [...Object.values(target.server.one.people), ...Object.values(target.server.two.people)]) {
    for (const [method, path, body] of paths) {
      const reply = await target.server.request(email, method, path, body)
      expect([method, path, reply.status]).toEqual([method, path, 404])
      expect(JSON.stringify(reply.body)).not.toContain('CANARY')
    }
  }
  expect(await target.read('viewer', row)).toMatchObject({ note: CANARY })
})
