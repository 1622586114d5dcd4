/** A copy of a module: all its tables, with what points from one to another, into its project or another one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { proveAll } from '#server/proof/proveAll.ts'
import type { Reply } from '#server/testing/testServer.ts'
import { CopyFixture } from './testing/CopyFixture.ts'

let fixture: CopyFixture
/** A table beside the first one, and the field of the first that points at its rows. */
let assets: string
let asset: { id: string; key: string }

beforeAll(async () => {
  fixture = await CopyFixture.start()
  const { moduleId, tableId } = fixture.server.one
  assets = (await fixture.as('admin', 'POST', `/modules/${moduleId}/tables`, { name: 'Assets' })).body.id
  const label = await fixture.addField({ name: 'Called', type: 'text' }, assets)
  asset = await fixture.addField({ name: 'Asset', type: 'reference', target: { table_id: assets, field_id: label.id } })
  const own = await fixture.fieldId('note')
  await fixture.addField({ name: 'Before', type: 'reference', target: { table_id: tableId, field_id: own } })
  const [boiler] = await fixture.write([{ called: 'Boiler' }, { called: 'Chiller' }], assets)
  const [first] = await fixture.write([{ note: 'first', quantity: 2, month: '2025-01', asset: boiler }])
  await fixture.write([{ note: 'second', before: first, month: '2025-02' }])
})
afterAll(() => fixture.close())

const copy = (body: object, rest = '', as: Parameters<CopyFixture['as']>[0] = 'admin'): Promise<Reply> =>
  fixture.as(as, 'POST', `/modules/${fixture.server.one.moduleId}/copies${rest}`, body)

test('tables, references among them and rows are in the other project, in its cycle; the copy stands by itself', async () => {
  const { one, database } = fixture.server
  const { projectId, cycleId } = fixture.elsewhere
  const rows = { from_cycle_id: one.openCycleId, to_cycle_id: cycleId }
  const order = { name: 'Stationary combustion', project_id: projectId, rows }
  await fixture.rows(assets, one.openCycleId)
  await fixture.rows(one.tableId, one.openCycleId)
  const before = await fixture.counts()
  const preview = await copy(order, '/preview')
  expect(preview.body).toMatchObject({
    months: 12,
    problems: [],
    notes: [],
    tables: [
      { table_id: one.tableId, name: 'Fuel', rows: 2 },
      { table_id: assets, name: 'Assets', fields: 1, rows: 2 },
    ],
  })
  expect(await fixture.counts()).toEqual(before)
  const { status, body } = await copy(order)
  expect([status, body.rows]).toEqual([200, 4])
  expect(body.module).toMatchObject({ project_id: projectId, name: 'Stationary combustion', scope: 1 })
  const [fuel, copiedAssets] = body.tables
  const { fields } = (await fixture.as('admin', 'GET', `/tables/${fuel.id}`)).body
  const targetOf = (key: string) => fields.find((field: { key: string }) => field.key === key).target.table_id
  expect([targetOf('asset'), targetOf('before')]).toEqual([copiedAssets.id, fuel.id])
  expect(await fixture.rows(fuel.id, cycleId)).toMatchObject([
    { values: { note: 'first', month: '2026-01' }, labels: { asset: 'Boiler' }, computed: { doubled: 4 } },
    { values: { note: 'second', month: '2026-02' }, labels: { before: 'first' } },
  ])
  await fixture.as('admin', 'PATCH', `/tables/${assets}`, { name: 'Machines' })
  expect((await fixture.as('admin', 'GET', `/tables/${copiedAssets.id}`)).body.name).toBe('Assets')
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
})

test('a column that another one shows does not stay behind alone; a name that is taken is told; nothing is written', async () => {
  const { one } = fixture.server
  const called = await fixture.fieldId('called', assets)
  const before = await fixture.counts()
  const order = { name: 'refrigerants', project_id: one.projectId, leave_out: [called] }
  const reply = await copy(order)
  expect([reply.status, reply.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
    422,
    ['name', 'fields.asset.target'],
  ])
  expect(await fixture.counts()).toEqual(before)
  const right = await copy({ ...order, name: 'Without assets', leave_out: [called, asset.id] })
  expect([right.status, right.body.rows]).toEqual([200, 0])
  expect((await copy({ ...order, name: 'Without assets', leave_out: [called, asset.id] })).status).toBe(422)
})

test('a locked cycle takes nothing; only who manages the project of the copy may; another company finds nothing', async () => {
  const { one, two, request } = fixture.server
  const locked = { from_cycle_id: one.openCycleId, to_cycle_id: one.lockedCycleId }
  const reply = await copy({ name: 'Late', project_id: one.projectId, rows: locked })
  expect([reply.status, reply.body.code]).toEqual([409, 'locked'])
  const people = [null, one.people.data_owner, one.people.viewer, one.people.moduleOwner, two.people.admin]
  for (const rest of ['', '/preview']) {
    const path = `/modules/${one.moduleId}/copies${rest}`
    const replies = await Promise.all(
      people.map((email) => request(email, 'POST', path, { name: 'Mine', project_id: one.projectId })),
    )
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
    const foreign = await request(one.people.admin, 'POST', path, { name: 'Mine', project_id: two.projectId })
    expect(foreign.status).toBe(404)
  }
})
