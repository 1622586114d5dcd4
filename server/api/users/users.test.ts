import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonReply } from '#shared/api/users.ts'
import { seedTenant, type TestTenant } from '#server/testing/seedTenant.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const people = async (tenant: TestTenant = server.one): Promise<PersonReply[]> =>
  (await server.request(tenant.people.admin, 'GET', '/users')).body.data

async function person(email: string, tenant?: TestTenant): Promise<PersonReply> {
  return (await people(tenant)).find((one) => one.email === email)!
}

const give = (as: string | null, userId: string, body: unknown): Promise<Reply> =>
  server.request(as, 'POST', `/users/${userId}/grants`, body)
const take = (as: string | null, userId: string, grantId: string): Promise<Reply> =>
  server.request(as, 'DELETE', `/users/${userId}/grants/${grantId}`)

const epochs = (tenantId: string): Promise<Record<string, number>> =>
  server.database
    .owner('documents')
    .where({ tenant_id: tenantId })
    .then((rows) => Object.fromEntries(rows.map((row) => [`${row.table_id} ${row.part}`, row.perm_epoch])))

test('lists the people of the tenant by name with what they hold, page by page', async () => {
  const { one, request } = server
  const all = await people()
  expect(all.map(({ email }) => email)).toEqual(Object.values(one.people).toSorted())
  expect(all.find(({ email }) => email === one.people.moduleOwner)).toMatchObject({
    name: `Person ${one.people.moduleOwner}`,
    grants: [
      {
        role: 'data_owner',
        scope: 'module',
        scope_id: one.moduleId,
        scope_name: 'Stationary combustion',
        project_name: 'Inventory of One',
      },
    ],
  })
  const first = (await request(one.people.admin, 'GET', '/users?limit=3')).body
  const rest = (await request(one.people.admin, 'GET', `/users?limit=3&cursor=${first.next_cursor}`)).body
  expect([...first.data, ...rest.data]).toEqual(all)
})

test('only administrators of the tenant: 401, 403 for every other role, 404 for people of another tenant', async () => {
  const { one, two, request } = server
  const viewer = await person(one.people.viewer)
  const others = [null, one.people.data_owner, one.people.moduleOwner, one.people.auditor, one.people.viewer]
  const lists = await Promise.all(others.map((email) => request(email, 'GET', '/users')))
  expect(lists.map(({ status }) => status)).toEqual([401, 403, 403, 403, 403])
  const body = { role: 'admin', scope: 'tenant' }
  const gives = await Promise.all([...others, two.people.admin].map((email) => give(email, viewer.id, body)))
  expect(gives.map(({ status }) => status)).toEqual([401, 404, 404, 404, 403, 404])
  const takes = await Promise.all(
    [...others, two.people.admin].map((email) => take(email, viewer.id, viewer.grants[0]!.id)),
  )
  expect(takes.map(({ status }) => status)).toEqual([401, 404, 404, 404, 403, 404])
  expect((await person(one.people.viewer)).grants).toEqual(viewer.grants)
})

test('a role is given and taken, both are in the audit log, and giving it twice changes nothing', async () => {
  const { one, request } = server
  const auditor = await person(one.people.auditor)
  const body = { role: 'data_owner', scope: 'project', scope_id: one.projectId }
  const given = await give(one.people.admin, auditor.id, body)
  expect(given.status).toBe(200)
  const grant = given.body.grants.find(({ role }: { role: string }) => role === 'data_owner')
  expect(grant).toMatchObject({ ...body, scope_name: 'Inventory of One', project_name: null })
  expect((await give(one.people.admin, auditor.id, body)).body.grants).toEqual(given.body.grants)
  expect((await take(one.people.admin, auditor.id, grant.id)).status).toBe(204)
  expect((await take(one.people.admin, auditor.id, grant.id)).status).toBe(404)
  expect(await person(one.people.auditor)).toEqual(auditor)
  const audit = await request(one.people.admin, 'GET', `/audit_log?filter[subject_id]=${auditor.id}`)
  expect(audit.body.data).toMatchObject([
    { action: 'grant.take', before: body, after: null },
    { action: 'grant.give', before: null, after: body },
  ])
})

test.each([
  [{ role: 'boss', scope: 'tenant' }, ['role']],
  [{ role: 'viewer', scope: 'planet' }, ['scope']],
  [{ role: 'viewer', scope: 'project', scope_id: 'x' }, ['scope_id']],
  [{ role: 'viewer', scope: 'project', why: 1 }, ['why']],
  [{ role: 'viewer', scope: 'project' }, ['scope_id']],
  [{ role: 'viewer', scope: 'module', scope_id: crypto.randomUUID() }, ['scope_id']],
  [{ role: 'viewer', scope: 'tenant', scope_id: crypto.randomUUID() }, ['scope_id']],
])('%j is refused naming %j, with what to send instead', async (body, paths) => {
  const viewer = await person(server.one.people.viewer)
  const reply = await give(server.one.people.admin, viewer.id, body)
  expect(reply.status).toBe(422)
  expect(reply.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths)
  expect(reply.body.errors[0].message.length).toBeGreaterThan(10)
})

test('the project and the module of another tenant are as unknown as those that do not exist', async () => {
  const { one, two } = server
  const viewer = await person(one.people.viewer)
  for (const [scope, scope_id] of [
    ['project', two.projectId],
    ['module', two.moduleId],
  ]) {
    const foreign = await give(one.people.admin, viewer.id, { role: 'viewer', scope, scope_id })
    const missing = await give(one.people.admin, viewer.id, { role: 'viewer', scope, scope_id: crypto.randomUUID() })
    expect([foreign.status, foreign.body.errors]).toEqual([422, missing.body.errors])
  }
})

test('the last administrator stays, and of two who take each other’s role one stays', async () => {
  const tenant = await seedTenant(server.database.owner, 'Last')
  const [admin, viewer] = [await person(tenant.people.admin, tenant), await person(tenant.people.viewer, tenant)]
  const own = admin.grants[0]!.id
  const refused = await take(tenant.people.admin, admin.id, own)
  expect([refused.status, refused.body.code]).toEqual([409, 'last-admin'])

  const second = await give(tenant.people.admin, viewer.id, { role: 'admin', scope: 'tenant' })
  const other = second.body.grants.find(({ role }: { role: string }) => role === 'admin').id
  const statuses = await Promise.all([
    take(tenant.people.admin, viewer.id, other),
    take(tenant.people.viewer, admin.id, own),
  ])
  // the other is refused, or does not even know the person any more
  expect([
    [204, 403],
    [204, 404],
  ]).toContainEqual(statuses.map(({ status }) => status).toSorted())
  const left = await server.database.owner('scoped_roles').where({ tenant_id: tenant.tenantId, role: 'admin' })
  expect(left).toHaveLength(1)
})

test('a change counts on the documents that the grant covers, and on no others', async () => {
  const { one, request } = server
  for (const tableId of [one.tableId, one.otherTableId]) {
    await request(one.people.admin, 'GET', `/sheets?table_id=${tableId}&cycle_id=${one.openCycleId}`)
  }
  const viewer = await person(one.people.viewer)
  const before = await epochs(one.tenantId)
  const counted = async (body: object): Promise<number[]> => {
    const was = await epochs(one.tenantId)
    await give(one.people.admin, viewer.id, body)
    const is = await epochs(one.tenantId)
    return Object.keys(before).map((key) => is[key]! - was[key]!)
  }
  const keys = Object.keys(before)
  const ofModule = keys.map((key) => (key.startsWith(one.otherTableId) ? 1 : 0))
  expect(ofModule.filter((count) => count === 0).length).toBeGreaterThan(1)
  expect(await counted({ role: 'data_owner', scope: 'module', scope_id: one.otherModuleId })).toEqual(ofModule)
  expect(await counted({ role: 'data_owner', scope: 'project', scope_id: one.projectId })).toEqual(keys.map(() => 1))
  expect(await counted({ role: 'auditor', scope: 'tenant' })).toEqual(keys.map(() => 1))
  expect(await counted({ role: 'auditor', scope: 'tenant' })).toEqual(keys.map(() => 0))
})
