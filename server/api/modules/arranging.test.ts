/** Modules and tables come, go, get other names and other places. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const as = (who: keyof TestServer['one']['people'], method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)

const names = async (path: string): Promise<string[]> =>
  (await as('viewer', 'GET', path)).body.data.map(({ name }: { name: string }) => name)

const paths = ({ body }: Reply): string[] => body.errors.map(({ path }: { path: string }) => path)

test('a module is added with its tables, each under a name of its own; what is wrong is said at once', async () => {
  const { one } = server
  const modules = `/projects/${one.projectId}/modules`
  const made = await as('admin', 'POST', modules, { name: 'Business travel', scope: 3, s3_category: 6 })
  expect([made.status, made.body]).toMatchObject([200, { key: 'business_travel', scope: 3, s3_category: 6 }])
  expect(await names(modules)).toEqual(['Stationary combustion', 'Refrigerants', 'Business travel'])
  expect(paths(await as('admin', 'POST', modules, { name: ' ', scope: 4 })).toSorted()).toEqual(['name', 'scope'])
  expect(paths(await as('admin', 'POST', modules, { name: 'x', scope: 1, s3_category: 2 }))).toEqual(['s3_category'])
  expect(paths(await as('admin', 'POST', modules, { name: 'business TRAVEL', scope: 3 }))).toEqual(['name'])

  const tables = `/modules/${made.body.id}/tables`
  const table = await as('admin', 'POST', tables, { name: 'رحلات جوية', description: 'By air' })
  expect([table.status, table.body.key, table.body.description]).toEqual([200, 'table', 'By air'])
  expect(paths(await as('admin', 'POST', tables, { name: 'رحلات جوية' }))).toEqual(['name'])
  const field = await as('admin', 'POST', `/tables/${table.body.id}/fields`, {
    name: 'Distance',
    type: 'number',
    unit: 'km',
  })
  expect(field.status).toBe(200)
  const rows = `/tables/${table.body.id}/rows?cycle_id=${one.openCycleId}`
  expect((await as('data_owner', 'POST', rows, { rows: [{ values: { distance: 7 } }] })).body.rejected).toEqual([])
})

test('names and places change for everybody; six at once leave every place taken once', async () => {
  const { one } = server
  const tables = `/modules/${one.moduleId}/tables`
  const ids: string[] = [one.tableId]
  for (const name of ['B', 'C', 'D']) {
    ids.push((await as('admin', 'POST', tables, { name })).body.id)
  }
  expect((await as('admin', 'POST', `/tables/${ids[3]}/position`, { behind: null })).status).toBe(204)
  expect((await as('admin', 'POST', `/tables/${ids[0]}/position`, { behind: ids[1] })).status).toBe(204)
  expect(await names(tables)).toEqual(['D', 'B', 'Fuel', 'C'])
  const places = ids.flatMap((id) => [null, ids[0]].filter((behind) => behind !== id).map((behind) => ({ id, behind })))
  const replies = await Promise.all(
    places.map(({ id, behind }) => as('admin', 'POST', `/tables/${id}/position`, { behind })),
  )
  expect(replies.every(({ status }) => status === 204)).toBe(true)
  const positions = await server.database
    .owner('tables')
    .where({ module_id: one.moduleId })
    .orderBy('position')
    .pluck('position')
  expect(positions).toEqual([0, 1, 2, 3])
  expect(paths(await as('admin', 'POST', `/tables/${ids[0]}/position`, { behind: ids[0] }))).toEqual(['behind'])

  expect((await as('admin', 'PATCH', `/tables/${ids[1]}`, { name: 'Boilers', description: 'Own' })).status).toBe(204)
  expect(paths(await as('admin', 'PATCH', `/tables/${ids[2]}`, { name: 'boilers' }))).toEqual(['name'])
  expect((await as('viewer', 'GET', `/tables/${ids[1]}`)).body).toMatchObject({ name: 'Boilers', description: 'Own' })
  expect((await as('admin', 'PATCH', `/modules/${one.moduleId}`, { name: 'Burning' })).status).toBe(204)
  const modules = `/projects/${one.projectId}/modules`
  expect((await as('admin', 'POST', `/modules/${one.otherModuleId}/position`, { behind: null })).status).toBe(204)
  expect((await names(modules)).slice(0, 2)).toEqual(['Refrigerants', 'Burning'])
})

test('a table is taken out with its rows, closes for those who have it open, counts no more, and comes back whole', async () => {
  const { one } = server
  const table = (await as('admin', 'POST', `/modules/${one.moduleId}/tables`, { name: 'Leaves' })).body.id
  await as('admin', 'POST', `/tables/${table}/fields`, { name: 'Note', type: 'text' })
  const rows = `/tables/${table}/rows?cycle_id=${one.openCycleId}`
  await as('admin', 'POST', rows, { rows: [{ values: { note: 'kept' } }] })
  const sheet = await as('data_owner', 'GET', `/sheets?table_id=${table}&cycle_id=${one.openCycleId}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const token = await server.token(one.people.data_owner)
  const client = new LiveClient({ url, name: sheet.body.parts[0].document, token })
  try {
    await until(() => client.provider.synced, 'open')
    expect((await as('admin', 'DELETE', `/tables/${table}`)).status).toBe(204)
    await until(() => client.closes.length > 0, 'closed')
  } finally {
    client.destroy()
  }
  expect([(await as('admin', 'GET', rows)).status, (await as('admin', 'DELETE', `/tables/${table}`)).status]).toEqual([
    404, 404,
  ])
  const retired = `/modules/${one.moduleId}/retired_tables`
  expect((await as('admin', 'GET', retired)).body.data).toEqual([{ id: table, name: 'Leaves' }])
  expect((await as('viewer', 'GET', retired)).status).toBe(403)
  expect((await as('admin', 'POST', `/tables/${table}/restore`)).status).toBe(204)
  expect((await as('viewer', 'GET', rows)).body.data).toMatchObject([{ values: { note: 'kept' } }])
})

test('what a locked cycle counts stays, and so does what a column of another table points at', async () => {
  const { one, database } = server
  const make = async (name: string): Promise<string> =>
    (await as('admin', 'POST', `/modules/${one.otherModuleId}/tables`, { name })).body.id
  const [assets, uses] = [await make('Assets'), await make('Uses')]
  const label = (await as('admin', 'POST', `/tables/${assets}/fields`, { name: 'Called', type: 'text' })).body.id
  const target = { table_id: assets, field_id: label }
  await as('admin', 'POST', `/tables/${uses}/fields`, { name: 'Asset', type: 'reference', target })
  const inUse = await as('admin', 'DELETE', `/tables/${assets}`)
  expect([inUse.status, inUse.body.errors[0].code]).toEqual([422, 'in-use'])
  expect((await as('admin', 'DELETE', `/tables/${uses}`)).status).toBe(204)
  const cycle = database.owner('cycles').where({ id: one.lockedCycleId })
  await cycle.clone().update({ status: 'open' })
  await as('admin', 'POST', `/tables/${assets}/rows?cycle_id=${one.lockedCycleId}`, {
    rows: [{ values: { called: 'x' } }],
  })
  await as('admin', 'GET', `/tables/${assets}/rows?cycle_id=${one.lockedCycleId}`)
  await cycle.clone().update({ status: 'locked' })
  for (const path of [`/tables/${assets}`, `/modules/${one.otherModuleId}`]) {
    const locked = await as('admin', 'DELETE', path)
    expect([locked.status, locked.body.errors.map(({ code }: { code: string }) => code)]).toEqual([422, ['locked']])
  }
  const { id } = (await as('admin', 'POST', `/projects/${one.projectId}/modules`, { name: 'Short', scope: 2 })).body
  expect((await as('admin', 'DELETE', `/modules/${id}`)).status).toBe(204)
  const again = await as('admin', 'POST', `/projects/${one.projectId}/modules`, { name: 'Short', scope: 2 })
  expect(paths(await as('admin', 'POST', `/modules/${id}/restore`))).toEqual(['name'])
  expect((await as('admin', 'DELETE', `/modules/${again.body.id}`)).status).toBe(204)
  expect((await as('admin', 'POST', `/modules/${id}/restore`)).status).toBe(204)
  const gone = (await as('admin', 'GET', `/projects/${one.projectId}/retired_modules`)).body.data
  expect(gone).toEqual([{ id: again.body.id, name: 'Short' }])
})

test('only who manages them may; another company finds nothing', async () => {
  const { one, two, request } = server
  const tries: [string, string, unknown?][] = [
    ['POST', `/projects/${one.projectId}/modules`, { name: 'Mine', scope: 1 }],
    ['GET', `/projects/${one.projectId}/retired_modules`],
    ['PATCH', `/modules/${one.moduleId}`, { name: 'Mine' }],
    ['POST', `/modules/${one.moduleId}/position`, { behind: null }],
    ['DELETE', `/modules/${one.moduleId}`],
    ['POST', `/modules/${one.moduleId}/tables`, { name: 'Mine' }],
    ['GET', `/modules/${one.moduleId}/retired_tables`],
    ['PATCH', `/tables/${one.tableId}`, { name: 'Mine' }],
    ['POST', `/tables/${one.tableId}/position`, { behind: null }],
    ['DELETE', `/tables/${one.tableId}`],
  ]
  for (const [method, path, body] of tries) {
    const people = [null, one.people.data_owner, one.people.auditor, one.people.moduleOwner, two.people.admin]
    const replies = await Promise.all(people.map((email) => request(email, method, path, body)))
    expect([path, ...replies.map(({ status }) => status)]).toEqual([path, 401, 403, 403, 403, 404])
  }
  const foreign = await as('admin', 'POST', `/tables/${one.tableId}/position`, { behind: two.tableId })
  expect(paths(foreign)).toEqual(['behind'])
})
