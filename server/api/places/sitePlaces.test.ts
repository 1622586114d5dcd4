/** Where the sites of a project are: who says it, who reads it, and that nothing which was computed follows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

type Person = keyof TestServer['one']['people']

const as = (person: Person | null, method: string, path: string, body?: unknown) =>
  server.request(person === null ? null : server.one.people[person], method, path, body)
const path = (): string => `/projects/${server.one.projectId}/site_places`
const read = async (person: Person = 'viewer') => (await as(person, 'GET', path())).body.data
const state = (sites: unknown, person: Person = 'admin') => as(person, 'PATCH', path(), { sites })
const OHIO = { country: 'US', subdivision: 'US-OH', grid_region: 'RFCW' }
const NOTHING = { country: null, subdivision: null, grid_region: null }

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('sites of the tables that a person reads are listed, of which nothing is stated at first', async () => {
  expect(await read()).toEqual([
    { site: 'lyon', name: 'LYON', ...NOTHING },
    { site: 'porto', name: 'PORTO', ...NOTHING },
  ])
  const sites = () => server.database.owner('fields').where({ tenant_id: server.one.tenantId, role: 'site' })
  await sites().update({ readers: ['auditor'] })
  expect([await read('viewer'), (await read('auditor')).length]).toEqual([[], 2])
  const hidden = await state([{ site: 'lyon', ...OHIO }])
  expect([hidden.status, hidden.body.errors?.[0]?.code]).toEqual([422, 'not-found'])
  await sites().update({ readers: null })
})

test('administrators of the project say where a site is, once in the log; nobody else does', async () => {
  for (const person of ['data_owner', 'auditor', 'viewer'] as const) {
    expect((await state([{ site: 'lyon', ...OHIO }], person)).status, person).toBe(403)
  }
  expect((await as(null, 'GET', path())).status).toBe(401)
  expect((await server.request(server.two.people.admin, 'GET', path())).status).toBe(404)
  expect(
    (await server.request(server.two.people.admin, 'PATCH', path(), { sites: [{ site: 'lyon', ...OHIO }] })).status,
  ).toBe(404)
  expect((await state([{ site: 'lyon', ...OHIO }])).body.data[0]).toEqual({ site: 'lyon', name: 'LYON', ...OHIO })
  await state([{ site: 'lyon', ...OHIO }])
  const { body } = await as('admin', 'GET', '/audit_log?limit=200')
  const logged = body.data.filter(({ action }: { action: string }) => action === 'project.site_places')
  expect(logged.map(({ before, after }: { before: object; after: object }) => [before, after])).toEqual([
    [{ lyon: NOTHING }, { lyon: OHIO }],
  ])
})

test('a site is stated again, and nothing of it any more', async () => {
  await state([{ site: 'porto', ...NOTHING, country: 'PT' }])
  expect((await read())[1]).toMatchObject({ site: 'porto', country: 'PT' })
  await state([{ site: 'porto', ...NOTHING }])
  expect((await read())[1]).toMatchObject({ site: 'porto', country: null })
})

test('everything wrong is told at once, by its place', async () => {
  const reply = await state([
    { site: 'atlantis', ...OHIO },
    { site: 'lyon', country: 'UK', subdivision: 'GB-LND', grid_region: 'RFCW' },
    { site: 'lyon', ...OHIO, grid_region: 'XXXX' },
  ])
  expect([
    reply.status,
    reply.body.errors.map(({ path: at, code }: { path: string; code: string }) => [at, code]),
  ]).toEqual([
    422,
    [
      ['sites[0].site', 'not-found'],
      ['sites[1].country', 'invalid-value'],
      ['sites[1].subdivision', 'invalid-value'],
      ['sites[1].grid_region', 'invalid-value'],
      ['sites[2].site', 'twice'],
      ['sites[2].grid_region', 'invalid-value'],
    ],
  ])
  expect((await read())[0]).toMatchObject(OHIO)
})
