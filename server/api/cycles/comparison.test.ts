import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type ComparisonChange,
  type ComparisonRows,
  type CycleComparison,
  EFFECT_KINDS,
} from '#shared/api/cycleComparison.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { insertCountingTable, insertTestFactors } from './testing/countingTable.ts'

let server: TestServer
let before: string
let after: string

type Person = keyof TestServer['one']['people']

/** Kilograms per kWh by the year of the factor and the GWP set: countingTable.ts, summed by hand. */
const GAS = { 2024: 0.2, AR5: 0.1 + 0.01 * 28, AR6: 0.1 + 0.01 * 29.8 }
const WOOD = { 2024: 0.04, 2025: 0.05 }

const as = (person: Person, method: string, path: string, body?: unknown) =>
  server.request(server.one.people[person], method, path, body)

async function cycle(year: number, basis: object, rows: readonly object[]): Promise<string> {
  const period = { starts_on: `${year}-01-01`, ends_on: `${year}-12-31` }
  const { body } = await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, {
    name: `C${year}`,
    ...period,
    ...basis,
  })
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${body.id}`
  const written = await as('admin', 'POST', path, {
    rows: rows.map((values) => ({ values: { site: 'lyon', fuel: 'gas', ...values } })),
  })
  expect(written.body.rejected).toEqual([])
  return body.id
}

/** 2034 by the factors of 2024 and AR5, 2035 by those of 2025 and AR6. */
beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
  before = await cycle(2034, { gwp_set: 'AR5', factor_year: 2024 }, [
    { month: '2034-01', note: 'M1', quantity: 1000 },
    { month: '2034-02', note: 'M1', quantity: 500 },
    { month: '2034-01', note: 'W1', quantity: 100, fuel: 'wood' },
    { month: '2034-01', note: 'P1', quantity: 200, site: 'porto' },
    { month: '2034-03', note: 'M1', quantity: null },
  ])
  after = await cycle(2035, { gwp_set: 'AR6', factor_year: 2025 }, [
    { month: '2035-01', note: 'M1', quantity: 1200 },
    { month: '2035-02', note: 'M1', quantity: 500 },
    { month: '2035-01', note: 'W1', quantity: 100, fuel: 'wood' },
    { month: '2035-01', note: 'N1', quantity: 50, site: 'porto' },
    { month: '2035-03', note: 'M1', quantity: 10 },
  ])
})
afterAll(() => server.close())

const compare = async (person: Person = 'viewer', query = `with=${before}`, id = after): Promise<CycleComparison> =>
  (await as(person, 'GET', `/cycles/${id}/comparison?${query}`)).body

const rowsBehind = async (cause: string, person: Person = 'viewer', more = ''): Promise<ComparisonRows> =>
  (await as(person, 'GET', `/cycles/${after}/comparison/rows?with=${before}&cause=${cause}${more}`)).body

const sumOf = ({ effects }: ComparisonChange): number => Object.values(effects).reduce((sum, kg) => sum + kg, 0)
const changeOf = ({ before_kg, after_kg }: ComparisonChange): number => (after_kg ?? 0) - (before_kg ?? 0)

test('activity, factors, GWP set, rows that came and went: each as computed by hand, and together exactly the change', async () => {
  const told = await compare()
  expect(told.rows).toEqual({ matched: 4, added: 1, removed: 1 })
  const gas = 1200 + 500
  const expected = {
    activity_kg: (gas - 1500) * GAS[2024],
    factor_kg: gas * (GAS.AR5 - GAS[2024]) + 100 * (WOOD[2025] - WOOD[2024]),
    method_kg: 0,
    gwp_kg: gas * (GAS.AR6 - GAS.AR5),
    boundary_kg: 0,
    added_kg: 50 * GAS.AR6,
    removed_kg: -200 * GAS[2024],
    other_kg: 10 * GAS.AR6,
  }
  Object.entries(expected).forEach(([kind, kg]) =>
    expect([kind, told.total.effects[kind as keyof typeof expected]]).toEqual([kind, expect.closeTo(kg, 9)]),
  )
  expect(told.total.before_kg).toBeCloseTo(1700 * GAS[2024] + 100 * WOOD[2024], 9)
  expect(told.total.after_kg).toBeCloseTo((gas + 50 + 10) * GAS.AR6 + 100 * WOOD[2025], 9)
  expect(sumOf(told.total)).toBeCloseTo(changeOf(told.total), 9)
  expect([told.before, told.after]).toMatchObject([
    { name: 'C2034', gwp_set: 'AR5', factor_year: 2024, incomplete_rows: 1 },
    { name: 'C2035', gwp_set: 'AR6', factor_year: 2025, incomplete_rows: 0 },
  ])
})

test('every group sums to its change, the groups to the total, and all of it is what the totals of the cycles say', async () => {
  const told = await compare()
  const totals = await Promise.all([before, after].map((id) => as('viewer', 'GET', `/cycles/${id}/emissions`)))
  const [old, now] = totals.map(({ body }) => body)
  expect([told.total.before_kg, told.total.after_kg]).toEqual([
    expect.closeTo(old.total.co2e_kg, 9),
    expect.closeTo(now.total.co2e_kg, 9),
  ])
  for (const groups of [told.by_scope, told.by_module, told.by_site]) {
    groups.forEach((group) => expect(sumOf(group)).toBeCloseTo(changeOf(group), 9))
    const all = groups.reduce((sum, group) => sum + changeOf(group), 0)
    expect(all).toBeCloseTo(changeOf(told.total), 9)
  }
  const porto = told.by_site.find(({ site }) => site === 'porto')!
  expect(porto).toMatchObject({
    name: 'PORTO',
    effects: { added_kg: expect.closeTo(50 * GAS.AR6, 9), removed_kg: expect.closeTo(-200 * GAS[2024], 9) },
  })
})

test('the other way round is the change with the other sign; with itself nothing changes', async () => {
  const back = await compare('viewer', `with=${after}`, before)
  expect(changeOf(back.total)).toBeCloseTo(-changeOf((await compare()).total), 9)
  expect(sumOf(back.total)).toBeCloseTo(changeOf(back.total), 9)
  const same = await compare('viewer', `with=${after}`)
  expect(new Set(Object.values(same.total.effects))).toEqual(new Set([0]))
  expect(same.rows).toEqual({ matched: 5, added: 0, removed: 0 })
})

test('the rows behind a cause add up to its effect, the largest first, each where it can be looked at', async () => {
  const { total } = await compare()
  for (const cause of EFFECT_KINDS) {
    const told = await rowsBehind(cause)
    expect([cause, told.effect_kg]).toEqual([cause, expect.closeTo(total.effects[`${cause}_kg`], 9)])
    const sum = told.data.reduce((all, { effect_kg: kg }) => all + kg, 0)
    expect([cause, told.rows]).toEqual([cause, told.data.length])
    expect(sum).toBeCloseTo(told.effect_kg, 9)
    expect(told.data).toEqual(told.data.toSorted((a, b) => Math.abs(b.effect_kg) - Math.abs(a.effect_kg)))
  }
  expect((await rowsBehind('activity')).data).toMatchObject([
    {
      table_name: 'Fuel',
      cycle_id: after,
      text: 'M1',
      site_name: 'LYON',
      month: '2035-01',
      before_kg: expect.closeTo(1000 * GAS[2024], 9),
      after_kg: expect.closeTo(1200 * GAS.AR6, 9),
    },
  ])
  expect((await rowsBehind('removed')).data).toMatchObject([{ cycle_id: before, text: 'P1', after_kg: null }])
  expect(await rowsBehind('factor', 'viewer', '&limit=1')).toMatchObject({ rows: 3, data: [{ month: '2035-01' }] })
})

test('401, 404 for another tenant or a cycle that is none, 422 for another project or no cycle named', async () => {
  const { one, two, request, database } = server
  const path = `/cycles/${after}/comparison`
  const statuses = await Promise.all([
    request(null, 'GET', `${path}?with=${before}`),
    request(two.people.admin, 'GET', `${path}?with=${before}`),
    request(one.people.admin, 'GET', `${path}?with=${two.openCycleId}`),
    request(one.people.admin, 'GET', `${path}?with=${crypto.randomUUID()}`),
    request(one.people.admin, 'GET', path),
    request(one.people.admin, 'GET', `${path}?with=x'--`),
  ])
  expect(statuses.map(({ status }) => status)).toEqual([401, 404, 404, 404, 422, 422])
  const [project] = await database
    .owner('projects')
    .insert({ tenant_id: one.tenantId, key: 'second', name: 'Second' })
    .returning('id')
  const body = { name: 'Elsewhere', starts_on: '2034-01-01', ends_on: '2034-12-31', gwp_set: 'AR6' }
  const { body: made } = await as('admin', 'POST', `/projects/${project.id}/cycles`, body)
  const other = await as('admin', 'GET', `${path}?with=${made.id}`)
  expect([other.status, other.body.errors]).toEqual([422, [expect.objectContaining({ code: 'other-project' })]])
})

test('who may not read the results is told no sum; a table whose fields mean something else is compared as a whole', async () => {
  const field = (key: string) => server.database.owner('fields').where({ table_id: server.one.tableId, key })
  await field('co2e').update({ readers: ['auditor'], updated_at: new Date() })
  expect((await compare('viewer')).total).toMatchObject({ before_kg: null, after_kg: null })
  expect(await rowsBehind('activity')).toEqual({ rows: 0, effect_kg: 0, data: [] })
  expect((await compare('auditor')).total.after_kg).toBeGreaterThan(0)
  await field('co2e').update({ readers: null, updated_at: new Date() })

  const { id } = await field('quantity').first('id')
  const kept = { tenant_id: server.one.tenantId, cycle_id: before, field_id: id, definition: '{"unit": "MWh"}' }
  await server.database.owner('cycle_fields').insert(kept)
  const told = await compare()
  expect(told.changed_tables).toEqual([{ table_id: server.one.tableId, name: 'Fuel' }])
  expect(told.total.effects).toMatchObject({ activity_kg: 0, factor_kg: 0, gwp_kg: 0 })
  expect(told.total.effects.method_kg).toBeGreaterThan(0)
  expect((await rowsBehind('method')).data.map(({ text }) => text).toSorted()).toEqual(['M1', 'M1', 'W1'])
  expect(sumOf(told.total)).toBeCloseTo(changeOf(told.total), 9)
})
