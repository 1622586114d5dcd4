import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Reply, startTestServer, type TestServer } from '../testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const rowsOf = (tableId: string, cycleId = server.one.openCycleId): string =>
  `/tables/${tableId}/rows?cycle_id=${cycleId}`

async function addField(tableId: string, body: object, as = server.one.people.admin): Promise<Reply> {
  return server.request(as, 'POST', `/tables/${tableId}/fields`, body)
}

async function write(tableId: string, rows: object[]): Promise<string[]> {
  const { body } = await server.request(server.one.people.admin, 'POST', rowsOf(tableId), { rows })
  expect(body.rejected).toEqual([])
  return body.accepted.map(({ id }: { id: string }) => id)
}

/** What a column shows, in the order of the sheet. */
async function column(tableId: string, key: string, as = server.one.people.admin): Promise<unknown[]> {
  const { body } = await server.request(as, 'GET', rowsOf(tableId))
  return body.data.map(({ computed }: { computed: Record<string, unknown> }) => {
    const value = computed[key]
    return typeof value === 'object' && value !== null ? (value as { error: { code: string } }).error.code : value
  })
}

const problemsOf = ({ body }: Reply): string[] => body.errors?.map(({ code }: { code: string }) => code) ?? []

test('[DEP2] a changed row changes what other rows gather of it, and REST shows that at once', async () => {
  const { tableId } = server.one
  await addField(tableId, { name: 'Share', type: 'formula', formula: 'quantity / sum_of(quantity, site == this.site)' })
  await addField(tableId, { name: 'Percent', type: 'formula', unit: '%', formula: 'share' })
  const ids = await write(tableId, [
    { values: { site: 'lyon', quantity: 1 } },
    { values: { site: 'lyon', quantity: 3 } },
    { values: { site: 'porto', quantity: 5 } },
  ])
  expect(await column(tableId, 'share')).toEqual([0.25, 0.75, 1])
  expect(await column(tableId, 'percent')).toEqual([25, 75, 100])
  await write(tableId, [{ id: ids[0], values: { quantity: 9 } }])
  expect(await column(tableId, 'share')).toEqual([0.75, 0.25, 1])
  await server.request(
    server.one.people.admin,
    'DELETE',
    `/tables/${tableId}/rows/${ids[1]}?cycle_id=${server.one.openCycleId}`,
  )
  expect(await column(tableId, 'share')).toEqual([1, 1])
})

test('[DEP3] a formula reads another table: its sums, and the row that matches', async () => {
  const { tableId, otherTableId, people } = server.one
  await addField(otherTableId, { name: 'Charge', type: 'number', unit: 'kg' })
  await addField(otherTableId, {
    name: 'Used',
    type: 'formula',
    unit: 'MWh',
    formula: 'sum_of(fuel.quantity, fuel.site == site)',
  })
  await addField(otherTableId, { name: 'Intensity', type: 'formula', formula: 'used / charge' })
  await addField(tableId, {
    name: 'Leak',
    type: 'formula',
    unit: 'g',
    formula: 'lookup(leaks.charge, leaks.site == site)',
  })
  const [leak] = await write(otherTableId, [
    { values: { site: 'lyon', charge: 2 } },
    { values: { site: 'porto', charge: 4 } },
  ])
  expect(await column(otherTableId, 'used')).toEqual([0.009, 0.005])
  expect(await column(tableId, 'leak')).toEqual([2000, 4000])
  await write(otherTableId, [{ id: leak, values: { charge: 7 } }])
  expect(await column(tableId, 'leak')).toEqual([7000, 4000])
  await write(otherTableId, [{ values: { site: 'porto', charge: 1 } }])
  expect(await column(tableId, 'leak')).toEqual([7000, 'several-rows'])
  await write(tableId, [{ values: { site: 'porto', quantity: 100 } }])
  expect(await column(otherTableId, 'used')).toEqual([0.009, 0.105, 0.105])
  expect(await column(otherTableId, 'used', people.viewer)).toEqual([0.009, 0.105, 0.105])
})

test('[DEP3] what a formula found among many rows is told with its table and the row that fails', async () => {
  const { tableId, otherTableId, openCycleId, people } = server.one
  const [hole] = await write(tableId, [{ values: { site: 'porto', quantity: null } }])
  const { body: rows } = await server.request(people.viewer, 'GET', rowsOf(otherTableId))
  const path = (row: string, field: string): string =>
    `/tables/${otherTableId}/rows/${row}/gathered?cycle_id=${openCycleId}&field=${field}`
  const told = async (at: number, as = people.viewer): Promise<Reply> =>
    server.request(as, 'GET', path(rows.data[at].id, 'used'))
  const place = {
    start: 0,
    end: 40,
    table_id: tableId,
    table_name: 'Fuel',
    cycle_id: openCycleId,
    cycle_name: 'FY2025',
  }
  expect((await told(0)).body.data).toEqual([{ ...place, rows: 1, error: null, failing_row_id: null }])
  expect((await told(1)).body.data).toEqual([{ ...place, rows: 3, error: 'missing', failing_row_id: hole }])
  expect((await server.request(people.viewer, 'GET', path('no-such-row', 'used'))).status).toBe(404)
  expect((await server.request(people.viewer, 'GET', path(rows.data[0].id, 'charge'))).status).toBe(404)
  expect((await told(0, server.two.people.admin)).status).toBe(404)
  await server.request(people.admin, 'DELETE', `/tables/${tableId}/rows/${hole}?cycle_id=${openCycleId}`)
})

test('[DEP3] names and units of other tables are checked when a formula is saved', async () => {
  const { tableId } = server.one
  const tried = async (formula: string, unit: string | null = null): Promise<string[]> =>
    problemsOf(await addField(tableId, { name: `try ${formula}`.slice(0, 60), type: 'formula', formula, unit }))
  expect(await tried('sum_of(leaks.charge)', 'kWh')).toEqual(['unit'])
  expect(await tried('sum_of(leaks.nothing)')).toEqual(['unknown-field'])
  expect(await tried('sum_of(nowhere.charge)')).toEqual(['unknown-table'])
})

test('[DEP1] a ring through two tables is refused with all of its fields', async () => {
  const { tableId, otherTableId, people } = server.one
  const a = await addField(tableId, { name: 'Ring a', type: 'formula', formula: 'quantity / convert(1, "kWh")' })
  await addField(otherTableId, { name: 'Ring b', type: 'formula', formula: 'sum_of(fuel.ring_a)' })
  const path = `/tables/${tableId}/fields/${a.body.id}/redefinition`
  const reply = await server.request(people.admin, 'POST', path, { formula: 'sum_of(leaks.ring_b)' })
  expect(reply.status).toBe(422)
  expect(JSON.stringify(reply.body.errors)).toMatch(/fuel\.ring_a → leaks\.ring_b → fuel\.ring_a/)
})

test('[DEP4] who may not read what is gathered may not read the result, from the moment on when that is so', async () => {
  const { tableId, otherTableId, people } = server.one
  const charge = await server.database.owner('fields').where({ table_id: otherTableId, key: 'charge' }).first('id')
  const keysFor = async (as: string): Promise<string[]> => {
    const { body } = await server.request(as, 'GET', `/tables/${tableId}`)
    return body.fields.map(({ key }: { key: string }) => key)
  }
  expect(await keysFor(people.viewer)).toContain('leak')
  // a data owner of the first module has nothing to do with the table of the second
  expect(await keysFor(people.moduleOwner)).not.toContain('leak')
  expect(await keysFor(people.moduleOwner)).toContain('share')
  const path = `/tables/${otherTableId}/fields/${charge.id}`
  await server.request(people.admin, 'PATCH', path, { readers: ['admin'], writers: ['admin'] })
  expect(await keysFor(people.viewer)).not.toContain('leak')
  expect(await keysFor(people.admin)).toContain('leak')
  await server.request(people.admin, 'PATCH', path, { readers: null, writers: null })
  expect(await keysFor(people.viewer)).toContain('leak')
  const hidden = await addField(
    tableId,
    { name: 'Spy', type: 'formula', formula: 'sum_of(leaks.charge)' },
    people.moduleOwner,
  )
  expect(hidden.status).toBe(403)
})

test('[DEP3] a field that another table reads is not taken away, nor made something that its formula cannot read', async () => {
  const { otherTableId, people } = server.one
  const { id } = await server.database.owner('fields').where({ table_id: otherTableId, key: 'charge' }).first('id')
  const path = `/tables/${otherTableId}/fields/${id}`
  expect(problemsOf(await server.request(people.admin, 'DELETE', path))).toEqual(['in-use', 'in-use'])
  const redefined = await server.request(people.admin, 'POST', `${path}/redefinition`, { unit: 'kWh', values: 'keep' })
  expect(problemsOf(redefined)).toContain('in-use')
})

test('[DEP2] a copy of a table gathers its own rows', async () => {
  const { otherTableId, otherModuleId, people } = server.one
  await addField(otherTableId, { name: 'Place', type: 'formula', formula: 'count_of(site, site == this.site)' })
  // it reads a formula over another table, which stays behind
  const { id } = await server.database.owner('fields').where({ key: 'intensity' }).first('id')
  const body = { module_id: otherModuleId, name: 'Copy', leave_out: [id] }
  const copied = await server.request(people.admin, 'POST', `/tables/${otherTableId}/copies`, body)
  expect(copied.status).toBe(200)
  const place = await server.database
    .owner('fields')
    .where({ key: 'place' })
    .whereNot({ table_id: otherTableId })
    .first()
  expect(place.gathers).toEqual({ tables: [place.table_id], previous: false, inputs: [] })
})

test('[FN24] [DEP5] previous is the same row of the cycle before, and what happens there later changes no locked cycle', async () => {
  const { tableId, lockedCycleId, openCycleId, people } = server.one
  await server.database.owner('cycles').where({ id: lockedCycleId }).update({ status: 'open' })
  await addField(tableId, { name: 'Before', type: 'formula', unit: 'kWh', formula: 'previous(quantity)' })
  await addField(tableId, {
    name: 'Site before',
    type: 'formula',
    unit: 'kWh',
    formula: 'previous(quantity, site == this.site and month == this.month)',
  })
  const [id] = await write(tableId, [{ values: { site: 'lyon', month: '2025-07', quantity: 11 } }])
  const before = rowsOf(tableId, lockedCycleId)
  const last = { id, values: { site: 'lyon', month: '2025-07', quantity: 8 } }
  await server.request(people.admin, 'POST', before, { rows: [last] })
  expect((await column(tableId, 'before')).at(-1)).toBe(8)
  expect((await column(tableId, 'site_before')).at(-1)).toBe(8)
  expect((await column(tableId, 'before'))[0]).toBe('missing')
  await server.request(people.admin, 'POST', before, { rows: [{ id, values: { quantity: 9 } }] })
  expect((await column(tableId, 'before')).at(-1)).toBe(9)

  await server.database.owner('cycles').where({ id: openCycleId }).update({ status: 'locked' })
  await server.request(people.admin, 'POST', before, { rows: [{ id, values: { quantity: 1000 } }] })
  expect((await column(tableId, 'before')).at(-1)).toBe(9)
})
