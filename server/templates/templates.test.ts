/** Templates of a company: kept, used, renamed, retired, and by whom. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CopyFixture } from '#server/copies/testing/CopyFixture.ts'
import type { Reply } from '#server/testing/testServer.ts'

let fixture: CopyFixture

beforeAll(async () => {
  fixture = await CopyFixture.start()
})
afterAll(() => fixture.close())

const keep = (body: object, as: Parameters<CopyFixture['as']>[0] = 'admin'): Promise<Reply> =>
  fixture.as(as, 'POST', '/templates', { table_id: fixture.server.one.tableId, ...body })
const listed = async (query = ''): Promise<Reply['body'][]> =>
  (await fixture.as('admin', 'GET', `/templates${query}`)).body.data
const own = async (query = ''): Promise<Reply['body'][]> =>
  (await listed(query)).filter(({ id }) => !id.startsWith('builtin:'))
const problems = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)

test('a table is kept and made again in another project: all of every field, without references and without what its maker may not read', async () => {
  const { one, database } = fixture.server
  const label = await fixture.addField({ name: 'Asset', type: 'text' }, one.otherTableId)
  const target = { table_id: one.otherTableId, field_id: label.id }
  await fixture.addField({ name: 'Cools', type: 'reference', target })
  const secret = await fixture.addField({ name: 'Margin', type: 'number' })
  await fixture.addField({ name: 'Twice', type: 'formula', formula: `${secret.key} * 2` })
  await fixture.setField(await fixture.fieldId('quantity'), { validation: { min: 0, max: 5 } })
  await fixture.setField(secret.id, { readers: ['auditor'], writers: ['auditor'] })
  const { status, body } = await keep({ name: 'Fuel table', description: 'Ours' })
  expect(status).toBe(200)
  expect(body.notes.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)).toEqual([
    'Margin hidden',
    'Twice hidden',
    'Cools reference',
  ])
  expect(body.template).toMatchObject({
    kind: 'table',
    name: 'Fuel table',
    description: 'Ours',
    source: null,
    made_by: 'Person admin@one.example',
    can_change: true,
  })
  expect(JSON.stringify(await database.owner('templates'))).not.toMatch(/margin|cools/i)
  // what becomes of the table later is not in the template
  await fixture.as('admin', 'PATCH', `/tables/${one.tableId}/fields/${await fixture.fieldId('note')}`, {
    name: 'Remark',
  })
  const made = await fixture.as('admin', 'POST', `/modules/${fixture.elsewhere.moduleId}/tables/from_template`, {
    template_id: body.template.id,
    name: 'Made of it',
  })
  expect([made.status, made.body]).toMatchObject([200, { name: 'Made of it', description: 'Ours' }])
  const { fields } = (await fixture.as('admin', 'GET', `/tables/${made.body.id}`)).body
  const keys = ['site', 'month', 'quantity', 'note', 'read_on', 'estimated', 'price', 'checked_by', 'doubled']
  expect(fields.map(({ key }: { key: string }) => key)).toEqual(keys)
  const of = (key: string) => fields.find((field: { key: string }) => field.key === key)
  expect(of('quantity')).toMatchObject({ unit: 'kWh', required: true, validation: { min: 0, max: 5 } })
  expect([of('price').readers, of('price').writers, of('note').name]).toEqual([['admin', 'auditor'], ['admin'], 'note'])
  expect([of('site').role, of('site').options.map(({ id }: { id: string }) => id)]).toEqual(['site', ['lyon', 'porto']])
})

test('a field is kept and added elsewhere behind another one; a formula has to mean something there', async () => {
  const { one } = fixture.server
  const site = await keep({ name: 'Our sites', field_id: await fixture.fieldId('site') })
  const doubled = await keep({ name: 'Doubled', field_id: await fixture.fieldId('doubled') })
  expect([site.status, doubled.status]).toEqual([200, 200])
  const fields = `/tables/${one.otherTableId}/fields/from_template`
  const behind = await fixture.fieldId('site', one.otherTableId)
  const body = { template_id: site.body.template.id, name: 'Second site', behind }
  const added = await fixture.as('admin', 'POST', fields, body)
  expect([added.status, added.body]).toMatchObject([200, { key: 'second_site', type: 'option', role: null }])
  const order = (await fixture.as('viewer', 'GET', `/tables/${one.otherTableId}`)).body.fields
  expect(order.slice(0, 2).map(({ key }: { key: string }) => key)).toEqual(['site', 'second_site'])
  expect(problems(await fixture.as('admin', 'POST', fields, body))).toEqual(['name taken'])
  const unknown = { template_id: doubled.body.template.id, name: 'Twice as much', behind: crypto.randomUUID() }
  expect(problems(await fixture.as('admin', 'POST', fields, unknown))).toEqual([
    'template_id unknown-field',
    'behind not-found',
  ])
  await fixture.addField({ name: 'Quantity', type: 'number', unit: 'MWh' }, one.otherTableId)
  const right = await fixture.as('admin', 'POST', fields, { ...unknown, behind: undefined })
  expect([right.status, right.body.formula, right.body.unit]).toEqual([200, 'quantity * 2', 'kWh'])
  expect(problems(await keep({ name: 'Points', field_id: await fixture.fieldId('cools') }))).toEqual([
    'field_id wrong-type',
  ])
  const wrong = await fixture.as('admin', 'POST', fields, { template_id: 'builtin:waste', name: 'x' })
  expect(wrong.status).toBe(404)
})

test('templates are listed by kind, those that come with the program first; they get other names, and are retired', async () => {
  const [first] = await listed('?filter[kind]=table')
  expect(first).toMatchObject({ id: 'builtin:stationary_combustion', made_by: null, can_change: false })
  expect(first.source).toMatch(/DESNZ/)
  expect((await listed('?filter[kind]=field')).map(({ name }) => name)).toEqual(['Doubled', 'Our sites'])
  const [kept] = await own('?filter[kind]=table')
  const path = `/templates/${kept.id}`
  expect(problems(await keep({ name: ' fuel TABLE' }))).toEqual(['name taken'])
  expect((await fixture.as('admin', 'PATCH', path, { name: 'Fuels', description: 'x' })).status).toBe(204)
  expect((await own('?filter[kind]=table'))[0]).toMatchObject({ name: 'Fuels', description: 'x' })
  expect((await fixture.as('admin', 'DELETE', path)).status).toBe(204)
  expect([await own('?filter[kind]=table'), (await fixture.as('admin', 'DELETE', path)).status]).toEqual([[], 404])
  const tables = `/modules/${fixture.elsewhere.moduleId}/tables/from_template`
  const gone = await fixture.as('admin', 'POST', tables, { template_id: kept.id, name: 'y' })
  expect(gone.status).toBe(404)
  expect((await keep({ name: 'Fuels' })).status).toBe(200)
  expect((await fixture.as('admin', 'PATCH', '/templates/builtin:waste', { name: 'z' })).status).toBe(404)
})

test('only who designs tables keeps and uses them; another company finds nothing', async () => {
  const { one, two, request, database } = fixture.server
  const [kept] = await own('?filter[kind]=table')
  const tries: [string, string, unknown?][] = [
    ['GET', '/templates'],
    ['POST', '/templates', { table_id: one.tableId, name: 'Mine' }],
    ['POST', `/modules/${one.moduleId}/tables/from_template`, { template_id: kept.id, name: 'Mine' }],
    ['POST', `/tables/${one.tableId}/fields/from_template`, { template_id: kept.id, name: 'Mine' }],
  ]
  for (const [method, path, body] of tries) {
    const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer]
    const replies = await Promise.all(people.map((email) => request(email, method, path, body)))
    expect([path, ...replies.map(({ status }) => status)]).toEqual([path, 401, 403, 403, 403])
  }
  const foreign = await Promise.all([
    request(two.people.admin, 'PATCH', `/templates/${kept.id}`, { name: 'Mine' }),
    request(two.people.admin, 'DELETE', `/templates/${kept.id}`),
    request(two.people.admin, 'POST', `/modules/${two.moduleId}/tables/from_template`, {
      template_id: kept.id,
      name: 'x',
    }),
    request(two.people.admin, 'POST', '/templates', { table_id: one.tableId, name: 'x' }),
    request(one.people.viewer, 'DELETE', `/templates/${kept.id}`),
  ])
  expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  expect(JSON.stringify((await request(two.people.admin, 'GET', '/templates')).body)).not.toContain(kept.id)

  // who manages one module uses what others kept, and changes only their own
  const viewer = await database.owner('users').where({ email: one.people.viewer }).first('id')
  const grant = { tenant_id: one.tenantId, user_id: viewer.id, role: 'admin', scope: 'module' }
  await database.owner('scoped_roles').insert({ ...grant, scope_id: one.otherModuleId })
  expect((await keep({ name: 'Not theirs' }, 'viewer')).status).toBe(403)
  const theirs = await keep({ name: 'Leaks', table_id: one.otherTableId }, 'viewer')
  const tables = `/modules/${one.otherModuleId}/tables/from_template`
  const used = await fixture.as('viewer', 'POST', tables, { template_id: kept.id, name: 'Used' })
  const changes = await Promise.all(
    [kept.id, theirs.body.template.id].map((id) =>
      fixture.as('viewer', 'PATCH', `/templates/${id}`, { description: 'x' }),
    ),
  )
  expect([theirs.status, used.status, ...changes.map(({ status }) => status)]).toEqual([200, 200, 403, 204])
  const bad = await keep({ name: '', table_id: 'x', field_id: 5, why: 1 })
  expect(problems(bad).toSorted()).toEqual([
    'field_id invalid-type',
    'name too-small',
    'table_id invalid-format',
    'why unknown-key',
  ])
})
