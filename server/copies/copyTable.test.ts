/** A copy of a table: what comes along, what stays behind and is told, who may. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { proveAll } from '#server/proof/proveAll.ts'
import type { Reply } from '#server/testing/testServer.ts'
import { CopyFixture } from './testing/CopyFixture.ts'

let fixture: CopyFixture

beforeAll(async () => {
  fixture = await CopyFixture.start()
})
afterAll(() => fixture.close())

type Person = Parameters<CopyFixture['as']>[0]

let copies = 0

function copy(
  body: object = {},
  { as = 'admin', of = fixture.server.one.tableId, preview = false } = {},
): Promise<Reply> {
  const path = `/tables/${of}/copies${preview ? '/preview' : ''}`
  const given = { name: `Copy ${++copies}`, module_id: fixture.server.one.moduleId, ...body }
  return fixture.as(as as Person, 'POST', path, given)
}

const within = (): { from_cycle_id: string; to_cycle_id: string } => ({
  from_cycle_id: fixture.server.one.openCycleId,
  to_cycle_id: fixture.server.one.openCycleId,
})
const paths = ({ body }: Reply): string[] => body.errors.map(({ path }: { path: string }) => path)

test('all of every field comes along, in its order; rows are one gesture of the copier, journaled and computed', async () => {
  const { one, database } = fixture.server
  const condition = { validation: { required: true, min: 0, formula: 'quantity < 1e6', message: 'Too much' } }
  expect((await fixture.setField(await fixture.fieldId('quantity'), condition)).status).toBe(200)
  const [first] = await fixture.write([
    { site: 'lyon', month: '2025-03', quantity: 12.5, note: 'نص', read_on: '2025-03-31', estimated: true, price: 7 },
    { site: 'porto', month: '2025-04', quantity: 3, checked_by: 'me' },
  ])
  const { status, body } = await copy({ name: 'Fuel of the fleet', rows: within() })
  expect([status, body.rows, body.notes]).toEqual([200, 2, []])
  const described = async (id: string) => (await fixture.as('admin', 'GET', `/tables/${id}`)).body.fields
  const plain = (field: object) => ({ ...field, id: '' })
  expect((await described(body.table.id)).map(plain)).toEqual((await described(one.tableId)).map(plain))

  const copied = await fixture.rows(body.table.id, one.openCycleId)
  expect(copied).toMatchObject([
    { id: first, values: { site: 'lyon', quantity: 12.5, note: 'نص', price: 7 }, computed: { doubled: 25 } },
    { values: { month: '2025-04', checked_by: 'me' }, computed: { doubled: 6 } },
  ])
  const history = `/tables/${body.table.id}/history?cycle_id=${one.openCycleId}`
  const { data } = (await fixture.as('admin', 'GET', history)).body
  expect(data).toMatchObject([{ gesture: 'copied', rows: { added: 2 }, user: { name: 'Person admin@one.example' } }])
  // prices lie in a document of their own, which who may not read them never opens
  expect((await fixture.as('viewer', 'GET', history)).body.data[0].cells).toBeLessThan(data[0].cells)
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
})

test('a name that is taken, and everything else that is wrong, is said at once; a preview says the same and writes nothing', async () => {
  const { elsewhere } = fixture
  const label = await fixture.addField({ name: 'Asset', type: 'text' }, fixture.server.one.otherTableId)
  const target = { table_id: fixture.server.one.otherTableId, field_id: label.id }
  const cools = await fixture.addField({ name: 'Cools', type: 'reference', target })
  const order = { name: 'taken', module_id: elsewhere.moduleId }
  await copy({ ...order, leave_out: [cools.id] })
  const before = await fixture.counts()
  const refused = await copy({ ...order, leave_out: [await fixture.fieldId('quantity')] })
  expect([refused.status, paths(refused)]).toEqual([422, ['name', 'fields.cools.target', 'fields.doubled.formula']])
  expect(refused.body.errors[1].message).toMatch(/“Cools”.*leave “Cools” out/)
  const shown = await copy({ ...order, leave_out: [await fixture.fieldId('quantity')] }, { preview: true })
  expect(shown.body.problems.map(({ path }: { path: string }) => path)).toEqual(paths(refused))
  expect(shown.body.problems[1].field_id).toBe(cools.id)
  expect(await fixture.counts()).toEqual(before)
})

test('into the next cycle months and dates move along; what points at rows finds them there by id or by name, and what it does not find is told', async () => {
  const { one, database } = fixture.server
  const rows = { from_cycle_id: one.openCycleId, to_cycle_id: fixture.nextCycleId }
  const [kept, renamed, lost] = await fixture.write(
    [{ asset: 'Boiler' }, { asset: 'Chiller' }, { asset: 'Gone' }],
    one.otherTableId,
  )
  const next = `/tables/${one.otherTableId}/rows?cycle_id=${fixture.nextCycleId}`
  await fixture.as('admin', 'POST', next, { rows: [{ id: kept, values: { asset: 'Boiler 2' } }] })
  const chiller = await fixture.as('admin', 'POST', next, { rows: [{ values: { asset: 'chiller' } }] })
  await fixture.write([kept, renamed, lost].map((cools, at) => ({ month: '2025-01', note: `points ${at}`, cools })))
  await fixture.write([{ read_on: '2024-02-29', month: '2025-12', note: 'leap' }])
  const { body } = await copy({ rows })
  expect(body.notes).toEqual([{ table: 'Fuel', field: 'Cools', code: 'points-nowhere', cells: 1 }])
  const found = await fixture.rows(body.table.id, fixture.nextCycleId)
  const of = (note: string) => found.find(({ values }) => values.note === note).values
  expect([of('points 0').cools, of('points 1').cools, of('points 2').cools ?? null]).toEqual([
    kept,
    chiller.body.accepted[0].id,
    null,
  ])
  expect(of('leap')).toMatchObject({ read_on: '2025-02-28', month: '2026-12' })
  expect(await fixture.rows(body.table.id, one.openCycleId)).toEqual([])
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
})

test('a locked cycle is left as it is; what it holds is copied from it in the units that the field has now', async () => {
  const { one, database } = fixture.server
  const locked = await copy({ rows: { from_cycle_id: one.openCycleId, to_cycle_id: one.lockedCycleId } })
  expect([locked.status, locked.body.code]).toEqual([409, 'locked'])
  const table = (await copy({ leave_out: [await fixture.fieldId('doubled')] })).body.table.id
  await database.owner('cycles').where({ id: one.lockedCycleId }).update({ status: 'open' })
  const path = `/tables/${table}/rows?cycle_id=${one.lockedCycleId}`
  const values = { site: 'lyon', month: '2024-01', quantity: 1500 }
  expect((await fixture.as('admin', 'POST', path, { rows: [{ values }] })).status).toBe(200)
  expect((await fixture.as('admin', 'POST', `/cycles/${one.lockedCycleId}/status`, { status: 'locked' })).status).toBe(
    200,
  )
  const quantity = await fixture.fieldId('quantity', table)
  const redefined = await fixture.as('admin', 'POST', `/tables/${table}/fields/${quantity}/redefinition`, {
    unit: 'MWh',
  })
  expect(redefined.status).toBe(200)
  const rows = { from_cycle_id: one.lockedCycleId, to_cycle_id: one.openCycleId }
  const { body } = await copy({ rows }, { of: table })
  expect(await fixture.rows(body.table.id, one.openCycleId)).toMatchObject([{ values: { quantity: 1.5 } }])
})

test('files come along as files of the copy: with who brought them, and opened by who reads the copy', async () => {
  const { one, request } = fixture.server
  const files = await fixture.addField({ name: 'Invoice', type: 'evidence' })
  const query = new URLSearchParams({ cycle_id: one.openCycleId, field: files.key, name: 'bill.pdf' })
  const sent = await request(
    one.people.data_owner,
    'POST',
    `/tables/${one.tableId}/evidence?${query.toString()}`,
    '%PDF-1.7 bill',
    {
      'content-type': 'application/octet-stream',
    },
  )
  const [row] = await fixture.write([{ month: '2025-07', invoice: [sent.body.id] }])
  const { body } = await copy({ rows: within() })
  const copied = (await fixture.rows(body.table.id, one.openCycleId)).find(({ id }) => id === row)
  const [id] = copied.values.invoice
  expect(id).not.toBe(sent.body.id)
  const filesOfRow = `/tables/${body.table.id}/rows/${row}/evidence`
  const listed = await fixture.as('viewer', 'GET', `${filesOfRow}?cycle_id=${one.openCycleId}`)
  expect(listed.body.data).toMatchObject([{ id, name: 'bill.pdf', uploaded_by: { name: 'Person owner@one.example' } }])
  const opened = await fixture.as('viewer', 'GET', `${filesOfRow}/${id}?cycle_id=${one.openCycleId}`)
  expect([opened.status, opened.body]).toEqual([200, '%PDF-1.7 bill'])
})

test('how sure the rows are comes along by the columns of the copy, and not where one of those stays behind', async () => {
  const { one } = fixture.server
  const made = await fixture.as('admin', 'POST', `/tables/${one.tableId}/fields`, {
    name: 'Range',
    type: 'number',
    unit: '%',
  })
  const none = { range: null, technology: null, time: null, geography: null, completeness: null, reliability: null }
  const quality = { range_percent: 12, scores: {}, reason: 'Meters of class B' }
  const path = (table: string): string => `/tables/${table}/quality`
  const columns = { ...none, range: made.body.id }
  expect((await fixture.as('admin', 'PATCH', path(one.tableId), { ...quality, columns })).status).toBe(204)
  const whole = (await copy()).body.table.id
  const fields = (await fixture.as('admin', 'GET', `/tables/${whole}`)).body.fields
  const own = fields.find(({ key }: { key: string }) => key === 'range').id
  expect((await fixture.as('admin', 'GET', path(whole))).body).toMatchObject({
    ...quality,
    columns: { ...none, range: own },
  })
  const part = (await copy({ leave_out: [made.body.id] })).body.table.id
  expect((await fixture.as('admin', 'GET', path(part))).body).toMatchObject({ reason: null, range_percent: null })
  await fixture.as('admin', 'PATCH', path(one.tableId), { ...quality, range_percent: null, columns: none })
  expect((await fixture.as('admin', 'DELETE', `/tables/${one.tableId}/fields/${made.body.id}`)).status).toBeLessThan(
    300,
  )
})

test('who cannot read a field does not copy it: not its cells, not its formula, not its condition; its administrator is told', async () => {
  const { one } = fixture.server
  const secret = await fixture.addField({ name: 'Margin', type: 'number', behind: await fixture.fieldId('note') })
  const twice = await fixture.addField({ name: 'Twice the margin', type: 'formula', formula: `${secret.key} * 2` })
  await fixture.setField(await fixture.fieldId('note'), {
    validation: { formula: `${secret.key} < 5`, message: 'CANARY' },
  })
  await fixture.write([{ note: 'with a margin', margin: 4242 }])
  const only = { readers: ['auditor'], writers: ['auditor'] }
  expect((await fixture.setField(secret.id, only)).status).toBe(200)
  const { body } = await copy({ rows: within() })
  const of = (field: string): string => body.notes.find((note: { field: string }) => note.field === field)?.code
  expect([of('Margin'), of('Twice the margin'), of('note')]).toEqual(['hidden', 'hidden', 'condition'])
  expect(twice.key).toBe('twice_the_margin')
  const fields = await fixture.server.database.owner('fields').where({ table_id: body.table.id })
  expect(JSON.stringify(fields)).not.toMatch(/margin|CANARY/i)
  expect(JSON.stringify(await fixture.rows(body.table.id, one.openCycleId))).not.toContain('4242')
  const rights = fields.find(({ key }: { key: string }) => key === 'price')
  expect([rights.readers, rights.writers]).toEqual([['admin', 'auditor'], ['admin']])
})

test('a result that was released to the copier stays behind, and they are told', async () => {
  const { one, database } = fixture.server
  const viewer = await database.owner('users').where({ email: one.people.viewer }).first('id')
  const grant = { tenant_id: one.tenantId, user_id: viewer.id, role: 'admin', scope: 'project' }
  await database.owner('scoped_roles').insert({ ...grant, scope_id: fixture.elsewhere.projectId })
  const cost = await fixture.addField({ name: 'Cost', type: 'formula', formula: 'quantity * price' })
  await fixture.setField(cost.id, { released: true })
  const reference = await fixture.fieldId('cools')
  const into = { module_id: fixture.elsewhere.moduleId, leave_out: [reference] }
  const { status, body } = await copy(into, { as: 'viewer' })
  expect(status).toBe(200)
  // of what they may not read at all they do not hear, because they do not manage that table
  expect(body.notes).toEqual([{ table: 'Fuel', field: 'Cost', code: 'released', cells: null }])
  const keys: string[] = await database.owner('fields').where({ table_id: body.table.id }).pluck('key')
  expect(keys).toEqual(expect.arrayContaining(['quantity', 'note']))
  expect(keys.filter((key) => ['price', 'cost', 'margin'].includes(key))).toEqual([])
})

test('formulas over other tables stay behind, and that is told; what reads such a formula stops the copy', async () => {
  const { one, database } = fixture.server
  await fixture.addField({ name: 'Charge', type: 'number', unit: 'kg' }, one.otherTableId)
  const gathered = await fixture.addField({
    name: 'Leaked',
    type: 'formula',
    unit: 'kg',
    formula: 'sum_of(leaks.charge)',
  })
  const { body } = await copy({ rows: within() })
  expect(body.notes).toContainEqual({ table: 'Fuel', field: 'Leaked', code: 'elsewhere', cells: null })
  const keys: string[] = await database.owner('fields').where({ table_id: body.table.id }).pluck('key')
  expect(keys).not.toContain(gathered.key)
  const reads = await fixture.addField({ name: 'Leaked twice', type: 'formula', unit: 'kg', formula: 'leaked * 2' })
  const refused = await copy()
  expect([refused.status, paths(refused)]).toEqual([422, ['fields.leaked_twice.formula']])
  expect((await copy({ leave_out: [reads.id] })).status).toBe(200)
  await fixture.as('admin', 'DELETE', `/tables/${one.tableId}/fields/${reads.id}`)
})

test('only who designs the module of the copy may; what is not theirs is not there', async () => {
  const { one, two, request } = fixture.server
  const path = `/tables/${one.tableId}/copies`
  const body = { name: 'Mine', module_id: one.moduleId }
  const people = [null, one.people.data_owner, one.people.auditor, one.people.moduleOwner, two.people.admin]
  for (const rest of ['', '/preview']) {
    const replies = await Promise.all(people.map((email) => request(email, 'POST', path + rest, body)))
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
    const foreign = [
      { name: 'Mine', module_id: two.moduleId },
      { name: 'Mine', module_id: crypto.randomUUID() },
      { ...body, rows: { from_cycle_id: two.openCycleId, to_cycle_id: one.openCycleId } },
      { ...body, rows: { from_cycle_id: one.openCycleId, to_cycle_id: two.openCycleId } },
      { ...body, rows: { from_cycle_id: fixture.elsewhere.cycleId, to_cycle_id: one.openCycleId } },
    ]
    const refused = await Promise.all(foreign.map((order) => request(one.people.admin, 'POST', path + rest, order)))
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    const broken = await request(one.people.admin, 'POST', path + rest, { name: ' ', module_id: 'x', rows: {}, why: 1 })
    expect([broken.status, paths(broken).toSorted()]).toEqual([
      422,
      ['module_id', 'name', 'rows.from_cycle_id', 'rows.to_cycle_id', 'why'],
    ])
  }
})
