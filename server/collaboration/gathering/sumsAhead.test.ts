/** Totals after a change of what a sheet is computed with: there before its rows, and to the bit what the rows add up to. */
import fc from 'fast-check'
import type { Knex } from 'knex'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { KilogramSum, type KilogramColumns, kilogramSums, sumOfColumns } from '#server/emissions/KilogramSum.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { type Reply, startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import type { CycleChanged } from '#shared/events/events.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

const ROUNDS = sizeOf({ short: 2, long: 60 })
const ROWS = 60
const PEOPLE = ['admin', 'viewer'] as const

let server: TestServer
const sockets: Socket[] = []
const held: (() => Promise<void>)[] = []

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR6', GWP.AR6)
  await insertGwps(owner, 'AR5', GWP.AR5)
  await insertFactors(owner, [
    factorOf('gas25', 'kWh', { CO2: 0.1837, 'CH4-fossil': 0.00013 }),
    factorOf('gas24', 'kWh', {}, { co2eOnlyKg: 0.21, co2eOnlyGwp: 'AR5' }),
    factorOf('oil25', 'kWh', { CO2: 0.2571 }, { lacks: ['CH4', 'N2O'] }),
    factorOf('oil24', 'kWh', { CO2: 0.2603, 'CH4-fossil': 0.0001 }, { lacks: ['N2O'] }),
    factorOf('wood25', 'kWh', { 'CH4-nonfossil': 0.0002 }, { biogenicCo2Kg: 0.341 }),
    factorOf('wood24', 'kWh', { 'CH4-nonfossil': 0.0003 }, { biogenicCo2Kg: 0.339 }),
  ])
  const { tenantId, tableId, moduleId } = server.one
  const factors = (id: string) => ({ id, label: id, factors: { 2024: `${id}24`, 2025: `${id}25` } })
  // without a factor for 2024 its rows have an error then
  const peat = { id: 'peat', label: 'Peat', factors: { 2025: 'oil25' } }
  const origins = [
    { id: 'partner', label: 'Partner', primary: true },
    { id: 'average', label: 'Average' },
  ]
  const field = (key: string, ordinal: number, more: object) => ({
    tenant_id: tenantId,
    table_id: tableId,
    key,
    name: key,
    ordinal,
    position: ordinal,
    ...more,
  })
  await owner('fields').insert([
    field('fuel', 20, { type: 'option', options: JSON.stringify([...['gas', 'oil', 'wood'].map(factors), peat]) }),
    field('origin', 21, { type: 'option', options: JSON.stringify(origins) }),
  ])
  const formula = 'quantity * factor(fuel, "CO2e")'
  await owner('fields').insert(field('co2e', 22, { type: 'formula', unit: 'kgCO2e', role: 'emissions', formula }))
  await owner('modules').where({ id: moduleId }).update({ scope: 3, s3_category: 1 })
  await as('admin', 'PATCH', `/projects/${server.one.projectId}/consolidation`, { consolidation: 'equity_share' })
  const control = { ownership_pct: 37, financial_control: true, operational_control: true }
  await as('admin', 'PATCH', `/cycles/${cycleId()}/boundary`, { sites: [{ site: 'porto', control }] })
})
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.close())
  await Promise.all(held.splice(0).map((release) => release()))
})
afterAll(() => server.close())

const cycleId = (): string => server.one.openCycleId
const as = (person: keyof TestServer['one']['people'], method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${cycleId()}`
const change = async (body: object): Promise<void> => {
  expect((await as('admin', 'PATCH', `/cycles/${cycleId()}`, body)).status).toBe(200)
}
const sums = (): Knex.QueryBuilder => server.database.owner('sheet_sums').where({ cycle_id: cycleId() })

/** Everything that somebody can ask of the totals. */
async function totals(): Promise<unknown[]> {
  const queries = ['', '?site=porto', '?month=2025-03', `?table_id=${server.one.tableId}&site=lyon`]
  const asked = PEOPLE.flatMap((person) => queries.map((query) => [person, query] as const))
  return Promise.all(
    asked.map(async ([person, query]) => (await as(person, 'GET', `/cycles/${cycleId()}/emissions${query}`)).body),
  )
}

async function write(rows: readonly object[]): Promise<string[]> {
  const { body } = await as('admin', 'POST', rowsPath(), { rows: rows.map((values) => ({ values })) })
  expect(body.rejected).toEqual([])
  return body.accepted.map(({ id }: { id: string }) => id)
}

/** Rows wait to be written, whether any of them changes or not, as they would if there were very many. */
async function holdRows(): Promise<() => Promise<void>> {
  const trx = await server.database.owner.transaction()
  await trx.raw('LOCK TABLE rows IN SHARE MODE')
  let ending: Promise<void> | null = null
  const release = (): Promise<void> => (ending ??= trx.commit().then(() => {}))
  held.push(release)
  return release
}

/** Rows have followed. */
const followed = (): Promise<void> => until(async () => (await sums()).length === 0, 'the rows have followed')

const anyRow = fc.record(
  {
    site: fc.constantFrom('lyon', 'porto'),
    month: fc.constantFrom('2025-01', '2025-03', '2025-12'),
    quantity: fc.oneof(fc.double({ min: -1e6, max: 1e9, noNaN: true }), fc.constantFrom(0, 1e-7)),
    fuel: fc.constantFrom('gas', 'oil', 'wood', 'peat'),
    origin: fc.constantFrom('partner', 'average'),
    estimated: fc.boolean(),
  },
  { requiredKeys: [] },
)

test('no order, no grouping and no adder changes a bit of a sum of kilograms', async () => {
  const amounts = fc.array(
    fc.oneof(fc.double({ min: -1e15, max: 1e15, noNaN: true }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    { maxLength: 40 },
  )
  const sumOf = (kilograms: readonly number[]): KilogramSum => {
    const sum = new KilogramSum()
    kilograms.forEach((kg) => sum.add(kg))
    return sum
  }
  await fc.assert(
    fc.asyncProperty(amounts, fc.nat(), async (all, cut) => {
      const known = all.filter((kg) => Math.abs(kg) < 2 ** 52)
      const { value, stored } = sumOf(known)
      known.filter((kg) => Math.abs(kg) >= 2 ** -53 || kg === 0).forEach((kg) => expect(sumOf([kg]).value).toBe(kg + 0))
      expect(sumOf(known.toReversed()).value).toBe(value)
      const parts = sumOf(known.slice(0, cut))
      parts.addSum(sumOf(known.slice(cut)))
      expect(parts.stored).toEqual(stored)
      const { rows } = await server.database.owner.raw<{ rows: { kg: KilogramColumns | null }[] }>(
        `SELECT ${kilogramSums('kg')} AS kg FROM unnest(CAST(? AS float8[])) AS a (kg)`,
        [known],
      )
      const asked = sumOfColumns(rows[0]?.kg ?? null)
      expect(asked === null ? [] : asked.stored).toEqual(known.length === 0 ? [] : stored)
      // what is too large for steps is added as it comes, and lost by nobody
      const large = all.filter((kg) => Math.abs(kg) >= 2 ** 52).slice(0, 1)
      expect(sumOf([...known, ...large]).value).toBe(value + (large[0] ?? 0))
    }),
    { numRuns: sizeOf({ short: 60, long: 20_000 }) },
  )
})

test('totals are right before any row is written, for everybody and with every filter, and the rows change no bit of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: ROWS }), async (rows) => {
      const ids = await write(rows)
      await as('admin', 'DELETE', `/tables/${server.one.tableId}/rows/${ids[0]}?cycle_id=${cycleId()}`)
      const before = await totals()
      for (const basis of [{ factor_year: 2024 }, { gwp_set: 'AR5' }, { gwp_set: 'AR6', factor_year: 2025 }]) {
        const release = await holdRows()
        await change(basis)
        const ahead = await totals()
        expect(await sums()).toHaveLength(1)
        await release()
        await followed()
        expect(await totals()).toEqual(ahead)
      }
      expect(await totals()).toEqual(before)
    }),
    { numRuns: ROUNDS, endOnFailure: true },
  )
}, 600_000)

test('whoever watches is told at once, here and on a server that hears nothing of this one, and the rows come behind', async () => {
  const other = await server.startAnother()
  const watch = async (origin: string): Promise<CycleChanged[]> => {
    const auth = { token: await server.token(server.one.people.viewer) }
    const socket = io(origin, { path: '/events', transports: ['websocket'], auth })
    sockets.push(socket)
    const told: CycleChanged[] = []
    socket.on('cycle:changed', (event: CycleChanged) => told.push(event))
    await socket.emitWithAck('cycle:watch', { cycle_id: cycleId() })
    return told
  }
  const [here, there] = await Promise.all([server.origin, other.origin].map(watch))
  await change({ gwp_set: 'AR6', factor_year: 2025 })
  await followed()
  const quantity = 1234.5
  await write([{ site: 'lyon', month: '2025-01', quantity, fuel: 'gas' }])
  const [before] = await totals()
  const release = await holdRows()
  await change({ factor_year: 2024 })
  await until(() => here!.length > 0 && there!.length > 0, 'both are told before the rows are written')
  const [ahead] = await totals()
  expect(ahead).not.toEqual(before)
  const token = await server.token(server.one.people.admin)
  const elsewhere = await fetch(`${other.origin}/api/v1/cycles/${cycleId()}/emissions`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await elsewhere.json()).toEqual(ahead)
  const rows = as('admin', 'GET', `${rowsPath()}&limit=500`)
  await release()
  const { body } = await rows
  expect(await sums()).toEqual([])
  const listed = body.data.find(({ values }: Reply['body']) => values.quantity === quantity)
  expect(listed.computed.co2e).toBeCloseTo(quantity * 0.21, 6)
  await change({ factor_year: 2025 })
})

test('an edit, another change and a restart in between come to what a quiet sheet comes to', async () => {
  await change({ factor_year: 2024 })
  const [row] = await write([{ site: 'lyon', month: '2025-01', quantity: 10, fuel: 'gas' }])
  const quiet = await totals()
  await as('admin', 'POST', rowsPath(), { rows: [{ id: row, values: { quantity: 1 } }] })
  await change({ factor_year: 2025 })
  await followed()

  const release = await holdRows()
  await change({ gwp_set: 'AR5' })
  const edited = as('admin', 'POST', rowsPath(), { rows: [{ id: row, values: { quantity: 10 } }] })
  const changed = [change({ factor_year: 2024 }), change({ gwp_set: 'AR6' })]
  await release()
  await Promise.all([edited, ...changed])
  const settled = await totals()
  const withoutTimes = (replies: unknown): unknown =>
    JSON.parse(JSON.stringify(replies, (key, value: unknown) => (key === 'last_edit_at' ? null : value)))
  expect(withoutTimes(settled)).toEqual(withoutTimes(quiet))

  // a server that died after the commit has left a note, and maybe sums: rows of before stay unread
  await followed()
  const { tenantId, tableId } = server.one
  const sheet = { tenant_id: tenantId, table_id: tableId, cycle_id: cycleId() }
  const { owner } = server.database
  await owner.transaction(async (trx) => {
    await trx('rows').where(sheet).update({ co2e_kg: 1, gases_kg: '{"CO2": 1}' })
    await trx('sheet_refreshes').insert({ ...sheet, anew: 'amounts' })
  })
  await server.startAnother()
  expect(await totals()).toEqual(settled)
  await until(async () => (await owner('sheet_refreshes').where(sheet)).length === 0, 'the note is done')
  expect(await totals()).toEqual(settled)
})

test('a result of what only some may read waits for its rows; released, it is shown while three of them have one', async () => {
  const { owner } = server.database
  const { tableId } = server.one
  const path = `/tables/${tableId}/rows`
  const { body: page } = await as('admin', 'GET', `${rowsPath()}&limit=500`)
  for (const { id } of page.data) {
    await as('admin', 'DELETE', `${path}/${id}?cycle_id=${cycleId()}`)
  }
  await owner('fields')
    .where({ table_id: tableId, key: 'co2e' })
    .update({ released: true, formula: 'quantity * factor(fuel, "CO2e") * price', updated_at: new Date() })
  const row = { site: 'lyon', month: '2025-01', quantity: 5, price: 2 }
  await write(['gas', 'gas', 'peat'].map((fuel) => ({ ...row, fuel })))
  const seen = async (): Promise<[number, number | null]> => {
    const { total } = (await as('viewer', 'GET', `/cycles/${cycleId()}/emissions`)).body
    return [total.rows, total.co2e_kg]
  }
  await change({ factor_year: 2025 })
  const kg = 2 * (0.1837 + 0.00013 * 29.8) + 0.2571
  expect(await seen()).toEqual([3, expect.closeTo(10 * kg, 6)])
  await change({ factor_year: 2024 })
  expect(await sums()).toEqual([])
  expect(await seen()).toEqual([0, null])
  expect((await totals())[0]).toMatchObject({ total: { rows: 3, co2e_kg: expect.closeTo(20 * 0.21, 6), errors: 1 } })
})
