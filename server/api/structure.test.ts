import { createMongoAbility, type MongoAbility, subject } from '@casl/ability'
import { unpackRules } from '@casl/ability/extra'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const names = (reply: { body: { data: { name: string }[] } }): string[] => reply.body.data.map((item) => item.name)

/** Routes that show one thing or a list below it, with a path in each of two tenants. */
const READS: [name: string, path: (tenant: TestServer['one']) => string][] = [
  ['a project', ({ projectId }) => `/projects/${projectId}`],
  ['cycles', ({ projectId }) => `/projects/${projectId}/cycles`],
  ['modules', ({ projectId }) => `/projects/${projectId}/modules`],
  ['a module', ({ moduleId }) => `/modules/${moduleId}`],
  ['tables', ({ moduleId }) => `/modules/${moduleId}/tables`],
  ['a table', ({ tableId }) => `/tables/${tableId}`],
  ['a sheet', ({ tableId, openCycleId }) => `/sheets?table_id=${tableId}&cycle_id=${openCycleId}`],
  ['rows', ({ tableId, openCycleId }) => `/tables/${tableId}/rows?cycle_id=${openCycleId}`],
  ['history', ({ tableId, openCycleId }) => `/tables/${tableId}/rows/some-row/history?cycle_id=${openCycleId}`],
  ['emissions', ({ openCycleId }) => `/cycles/${openCycleId}/emissions`],
]

test.each(READS)(
  '%s: 200 for a viewer, 401 for nobody, 404 for another tenant and for what is not there',
  async (_, path) => {
    const { one, two } = server
    const nothing = {
      ...one,
      projectId: crypto.randomUUID(),
      moduleId: crypto.randomUUID(),
      tableId: crypto.randomUUID(),
      openCycleId: crypto.randomUUID(),
    }
    const asked = await Promise.all([
      server.request(one.people.viewer, 'GET', path(one)),
      server.request(null, 'GET', path(one)),
      server.request(two.people.admin, 'GET', path(one)),
      server.request(one.people.admin, 'GET', path(nothing)),
    ])

    expect(asked.map((reply) => reply.status)).toEqual([200, 401, 404, 404])
    const [, , foreign, missing] = asked.map((reply) => ({ ...reply.body, request_id: '' }))
    expect(foreign).toEqual(missing)
  },
)

test.each(READS)('%s: an unknown query key is refused by its name', async (_, path) => {
  const url = path(server.one)
  const reply = await server.request(
    server.one.people.admin,
    'GET',
    `${url}${url.includes('?') ? '&' : '?'}colour=red&size=2`,
  )

  expect(reply.status).toBe(422)
  expect(reply.body.errors.map((error: { path: string }) => error.path)).toEqual(['colour', 'size'])
})

test('lists only the projects, modules and cycles that the grants cover', async () => {
  const { one, two, database } = server
  await database.owner('projects').insert({ tenant_id: one.tenantId, key: 'secret', name: 'Another project' })

  expect(names(await server.request(one.people.admin, 'GET', '/projects'))).toEqual([
    'Another project',
    'Inventory of One',
  ])
  expect(names(await server.request(one.people.moduleOwner, 'GET', '/projects'))).toEqual(['Inventory of One'])
  expect(names(await server.request(two.people.admin, 'GET', '/projects'))).toEqual(['Inventory of Two'])
  const modules = `/projects/${one.projectId}/modules`
  expect(names(await server.request(one.people.viewer, 'GET', modules))).toEqual([
    'Stationary combustion',
    'Refrigerants',
  ])
  expect(names(await server.request(one.people.moduleOwner, 'GET', modules))).toEqual(['Stationary combustion'])
  expect(names(await server.request(one.people.moduleOwner, 'GET', `/projects/${one.projectId}/cycles`))).toEqual([
    'FY2025',
    'FY2024',
  ])
  expect((await server.request(one.people.moduleOwner, 'GET', `/modules/${one.otherModuleId}`)).status).toBe(404)
  expect((await server.request(one.people.moduleOwner, 'GET', `/tables/${one.otherTableId}`)).status).toBe(404)
})

test('pages by cursor without repeating or leaving out, in both directions, and refuses a foreign cursor', async () => {
  const { one } = server
  const path = `/projects/${one.projectId}/cycles?limit=1`
  const first = await server.request(one.people.admin, 'GET', path)
  const second = await server.request(one.people.admin, 'GET', `${path}&cursor=${first.body.next_cursor}`)

  expect([...names(first), ...names(second)]).toEqual(['FY2025', 'FY2024'])
  expect(second.body.next_cursor).toBeNull()
  expect(
    names(await server.request(one.people.admin, 'GET', `/projects/${one.projectId}/cycles?sort=starts_on`)),
  ).toEqual(['FY2024', 'FY2025'])
  for (const cursor of [
    'nonsense',
    Buffer.from('["x"]').toString('base64url'),
    Buffer.from('["x","y"]').toString('base64url'),
  ]) {
    const reply = await server.request(one.people.admin, 'GET', `${path}&cursor=${cursor}`)
    expect([reply.status, reply.body.errors[0].path]).toEqual([422, 'cursor'])
  }
})

test('tells every wrong query key at once', async () => {
  const reply = await server.request(
    server.one.people.admin,
    'GET',
    `/projects/${server.one.projectId}/cycles?limit=1000&sort=name&filter[status]=done&x=1`,
  )

  expect(reply.body.errors.map((error: { path: string }) => error.path).toSorted()).toEqual([
    'filter[status]',
    'limit',
    'sort',
    'x',
  ])
})

test('shows a table without the fields that a person may not read', async () => {
  const { one } = server
  const keys = async (email: string): Promise<string[]> =>
    (await server.request(email, 'GET', `/tables/${one.tableId}`)).body.fields.map(
      (field: { key: string }) => field.key,
    )

  expect(await keys(one.people.admin)).toContain('price')
  expect(await keys(one.people.viewer)).not.toContain('price')
})

test('a sheet says what may be written: everything allowed to the role in the open cycle, nothing in the locked one', async () => {
  const { one } = server
  const sheet = async (email: string, cycleId: string) =>
    (await server.request(email, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${cycleId}`)).body

  const open = await sheet(one.people.admin, one.openCycleId)
  expect(open).toMatchObject({
    table_id: one.tableId,
    cycle_id: one.openCycleId,
    status: 'open',
    locked: false,
    can_write: true,
    can_add_rows: true,
    can_delete_rows: true,
    parts: [
      {
        document: expect.stringMatching(/^part:\d+@1$/),
        generation: 1,
        part: 'common',
        fields: ['site', 'month', 'quantity', 'note', 'read_on', 'estimated', 'checked_by'],
        writable: ['site', 'month', 'quantity', 'note', 'read_on', 'estimated', 'checked_by'],
      },
      { part: 'admin+auditor', fields: ['price'], writable: ['price'] },
    ],
    compute: { gwp_set: 'AR6', factor_year: 2025, factors: [] },
  })
  expect(await sheet(one.people.admin, one.lockedCycleId)).toMatchObject({
    locked: true,
    can_write: false,
    parts: [{ writable: [] }, { writable: [] }],
  })
  expect(await sheet(one.people.auditor, one.openCycleId)).toMatchObject({
    can_write: true,
    parts: [{ writable: ['checked_by'] }, { fields: ['price'], writable: [] }],
  })
  expect(await sheet(one.people.viewer, one.openCycleId)).toMatchObject({ can_write: false, parts: [{ writable: [] }] })
})

test('a part whose fields the person may not read is not offered to them', async () => {
  const { one } = server
  const reply = await server.request(
    one.people.data_owner,
    'GET',
    `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`,
  )

  expect(reply.status).toBe(200)
  expect(reply.body.parts).toMatchObject([{ part: 'common' }])
  expect(JSON.stringify(reply.body)).not.toContain('price')
})

test('me names the person, the tenant, the grants, and rules that the client can rebuild', async () => {
  const { one } = server
  const { body } = await server.request(one.people.moduleOwner, 'GET', '/me')

  expect(body.tenant).toEqual({ id: one.tenantId, name: 'One' })
  expect(body.grants).toEqual([{ role: 'data_owner', scope: 'module', scope_id: one.moduleId }])
  const ability = createMongoAbility<MongoAbility>(unpackRules(body.rules))
  const row = { tenantId: one.tenantId, projectId: one.projectId, moduleId: one.moduleId }
  expect(ability.can('update', subject('Row', { ...row, cycleStatus: 'open' }))).toBe(true)
  expect(ability.can('update', subject('Row', { ...row, cycleStatus: 'locked' }))).toBe(false)
  expect(ability.can('update', subject('Row', { ...row, moduleId: one.otherModuleId, cycleStatus: 'open' }))).toBe(
    false,
  )
})

test('the audit log is for administrators of the tenant, newest first, and only of their tenant', async () => {
  const { one, two } = server
  for (const email of [one.people.auditor, one.people.viewer, one.people.data_owner]) {
    expect((await server.request(email, 'GET', '/audit_log')).status).toBe(403)
  }
  expect((await server.request(null, 'GET', '/audit_log')).status).toBe(401)
  const log = await server.request(one.people.admin, 'GET', '/audit_log?filter[action]=session.start&limit=2')
  expect(log.body.data).toHaveLength(2)
  expect(Number(log.body.data[0].id)).toBeGreaterThan(Number(log.body.data[1].id))
  const foreign = await server.request(two.people.admin, 'GET', '/audit_log?limit=500')
  const actors = foreign.body.data.map((entry: { actor: { name: string } }) => entry.actor.name)
  expect(actors.every((name: string) => name.endsWith('@two.example'))).toBe(true)
  expect((await server.request(one.people.admin, 'GET', '/audit_log?filter[actor_id]=me')).status).toBe(422)
})
