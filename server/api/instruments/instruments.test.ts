import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InstrumentReply } from '#shared/api/instruments.ts'
import type { CycleScope2Reply } from '#shared/api/scope2.ts'
import type { SimulationReply } from '#shared/api/simulations.ts'
import type { CycleUncertainty } from '#shared/api/uncertainty.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import { insertElectricityTable, insertGrids } from './testing/electricityTable.ts'

let server: TestServer
type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  await insertGrids(server.database.owner)
  await insertElectricityTable(server.database.owner, server.one)
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)

let made = 0
/** A cycle of 2025 with 10 MWh in France (6 in January, 4 in February) and 2 MWh in Portugal. */
async function newCycle(): Promise<string> {
  const body = { name: `Cycle ${++made}`, starts_on: '2025-01-01', ends_on: '2025-12-31', gwp_set: 'AR6' }
  const id: string = (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id
  await write(id, [
    { site: 'lyon', month: '2025-01', quantity: 6000, grid: 'france' },
    { site: 'lyon', month: '2025-02', quantity: 4000, grid: 'france' },
    { site: 'porto', month: '2025-01', quantity: 2000, grid: 'portugal' },
  ])
  return id
}

async function write(cycleId: string, rows: readonly object[], ids: readonly string[] = []): Promise<string[]> {
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`
  const sent = rows.map((values, index) => ({ ...(ids[index] && { id: ids[index] }), values }))
  const { body } = await as('admin', 'POST', path, { rows: sent })
  return body.accepted.map(({ id }: { id: string }) => id)
}

const certificate = (more: object = {}): Record<string, unknown> => ({
  type: 'certificate',
  name: `Wind ${++made}`,
  market: 'FR',
  source: 'Wind',
  registry: 'Powernext',
  serials: [`FR-${made}-0001 .. FR-${made}-9999`],
  mwh: 8,
  rates: { CO2: 0, CH4: 0, N2O: 0 },
  vintage_from: '2025-01-01',
  vintage_to: '2025-12-31',
  retired_on: '2026-02-01',
  ...more,
})
const residual = (more: object = {}): Record<string, unknown> => ({
  type: 'residual_mix',
  name: `Mix ${++made}`,
  market: 'AIB',
  rates: { CO2e: 100 },
  rate_gwp: 'AR5',
  vintage_from: '2025-01-01',
  vintage_to: '2025-12-31',
  ...more,
})

async function keep(body: object): Promise<InstrumentReply> {
  const reply = await as('admin', 'POST', '/instruments', body)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}
const allocate = (instrument: { id: string }, cycleId: string, more: object = {}): Promise<Reply> =>
  as('admin', 'POST', `/instruments/${instrument.id}/allocations`, { cycle_id: cycleId, site: 'lyon', ...more })
const scope2 = async (cycleId: string, person: Person = 'auditor'): Promise<CycleScope2Reply> =>
  (await as(person, 'GET', `/cycles/${cycleId}/scope_2`)).body
const said = ({ status, body }: Reply): unknown =>
  status === 422
    ? body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
    : [status, body.code]

/** Kilograms per MWh. */
const FRANCE = 50 + 29.8 + 0.1 * 273

test('without instruments the market-based side is the grid average, and says so', async () => {
  const id = await newCycle()
  const { body } = await as('viewer', 'GET', `/cycles/${id}/emissions`)
  const kg = expect.closeTo(10 * FRANCE + 2 * 200, 6)
  expect(body.scope_2).toEqual({ location_based_kg: kg, market_based_kg: kg })
  expect((await scope2(id)).sites).toMatchObject([
    {
      site: 'lyon',
      name: 'LYON',
      carrier: 'electricity',
      markets: ['FR'],
      mwh: 10,
      lines: [{ source: 'grid_average' }],
    },
    { site: 'porto', markets: ['PT'], mwh: 2, lines: [{ source: 'grid_average', mwh: 2, instrument_id: null }] },
  ])
})

test('certificates, a supplier rate without CH4 and N2O, and a residual mix: both totals, and how they come about', async () => {
  const id = await newCycle()
  await write(id, [{ site: 'porto', month: '2025-02', quantity: 1000, grid: 'portugal' }])
  const wind = await keep(certificate({ mwh: 4.5 }))
  const rate = await keep(residual({ type: 'supplier_rate', market: 'FR', rates: { CO2: 20 }, rate_gwp: null }))
  const mix = await keep(residual())
  expect((await allocate(wind, id, { mwh: 4.5 })).body).toMatchObject({ allocated_mwh: 4.5, remaining_mwh: 0 })
  expect((await allocate(rate, id, { to_month: '2025-01' })).status).toBe(200)
  expect((await allocate(mix, id, { site: null })).status).toBe(200)

  // of the certificates 2.7 MWh fall on January and 1.8 on February, as what is consumed does
  const [supplied, rest] = [3.3 * (20 + 29.8 + 27.3), 2.2 * 100]
  const told = await scope2(id)
  expect(told).toMatchObject({
    is_hidden: false,
    location_based_kg: expect.closeTo(10 * FRANCE + 3 * 200, 6),
    market_based_kg: expect.closeTo(supplied + rest + 3 * 100, 6),
    excess: [],
    without_energy_kg: null,
  })
  const other = { other_gwp: 'AR5', fallbacks: [] }
  expect(told.sites.map(({ lines }) => lines)).toMatchObject([
    [
      { source: 'certificate', name: wind.name, mwh: expect.closeTo(4.5, 9), co2e_kg: 0, other_gwp: null },
      {
        source: 'supplier_rate',
        name: rate.name,
        mwh: expect.closeTo(3.3, 9),
        co2e_kg: expect.closeTo(supplied, 6),
        fallbacks: ['CH4', 'N2O'].map((gas) => ({
          gas,
          from: 'grid_average',
        })),
      },
      {
        source: 'residual_mix',
        name: mix.name,
        mwh: expect.closeTo(2.2, 9),
        co2e_kg: expect.closeTo(rest, 6),
        ...other,
      },
    ],
    [{ source: 'residual_mix', mwh: 3, co2e_kg: 300, ...other }],
  ])
  const { body } = await as('viewer', 'GET', `/cycles/${id}/emissions`)
  const market = told.market_based_kg
  expect(body.scope_2.market_based_kg).toBeCloseTo(market!, 6)
  expect(body.totals).toEqual({
    scopes_1_2: { location_based_kg: body.total.co2e_kg, market_based_kg: expect.closeTo(market!, 6) },
    scopes_1_2_3: { location_based_kg: body.total.co2e_kg, market_based_kg: expect.closeTo(market!, 6) },
  })
  const january = (await as('viewer', 'GET', `/cycles/${id}/emissions?month=2025-01&site=lyon`)).body
  expect(january.scope_2.market_based_kg).toBeCloseTo(supplied, 6)
})

test('[GOTCHA 14] everything that is wrong with an instrument is told at once, with the field and the remedy', async () => {
  const body = certificate({
    mwh: null,
    registry: '',
    serials: ['A1 .. B9'],
    rates: {
      CO2e: 0,
      CH4: 1,
    },
    vintage_from: '2025-12-31',
    vintage_to: '2025-01-01',
    retired_on: '2999-01-01',
    evidence_url: 'javascript:alert(1)',
  })
  expect(said(await as('admin', 'POST', '/instruments', { ...body, retired_on: '2099-01-01' }))).toEqual([
    'mwh required',
    'rates.CH4 counted-twice',
    'rate_gwp required',
    'vintage_to out-of-order',
    'retired_on in-future',
    'registry required',
    'serials.0 not-a-range',
    'evidence_url not-a-link',
  ])
  const shape = { ...body, type: 'green', mwh: -1, market: 'the moon', rates: { CO2: -1, SF6: 1 }, colour: 'green' }
  const paths = (await as('admin', 'POST', '/instruments', shape)).body.errors.map(({ path }: { path: string }) => path)
  expect(paths.toSorted()).toEqual(['colour', 'market', 'mwh', 'rates.CO2', 'rates.SF6', 'retired_on', 'type'])
  expect(said(await as('admin', 'POST', '/instruments', residual({ mwh: 5, rates: {}, rate_gwp: null })))).toEqual([
    'mwh not-used',
    'rates required',
  ])
  expect(said(await as('admin', 'POST', '/instruments', certificate({ mwh: 0.000_000_1 })))).toEqual([
    expect.stringMatching(/^mwh /),
  ])
})

test('[GOTCHA 24] a serial number is claimed once in the company, also inside of a range, and by two at once', async () => {
  const first = await keep(certificate({ serials: ['ES-0001 .. ES-0500', 'ES-0900'] }))
  const again = await as('admin', 'POST', '/instruments', certificate({ serials: ['ES-0501', 'es-0042'] }))
  expect(said(again)).toEqual(['serials.1 claimed'])
  expect(again.body.errors[0].message).toContain(first.name)
  expect(said(await as('admin', 'POST', '/instruments', certificate({ serials: ['X1', 'X2', 'X1'] })))).toEqual([
    'serials.2 twice',
  ])
  const raced = await Promise.all(
    [1, 2, 3].map(() => as('admin', 'POST', '/instruments', certificate({ serials: ['RACE-1'] }))),
  )
  expect(raced.map(({ status }) => status).toSorted()).toEqual([200, 422, 422])
  const other = await server.request(
    server.two.people.admin,
    'POST',
    '/instruments',
    certificate({ serials: ['ES-0900'] }),
  )
  expect(other.status).toBe(200)
})

test('what speaks against an allocation is told at once: not retired, another vintage, other months, another market', async () => {
  const id = await newCycle()
  const wind = await keep(certificate({ retired_on: null, vintage_from: '2023-01-01', vintage_to: '2023-12-31' }))
  expect(said(await allocate(wind, id, { mwh: 9 }))).toEqual([
    'vintage_from vintage',
    'retired_on not-retired',
    'mwh more-than-bought',
  ])
  expect(said(await allocate(wind, id, { mwh: 1, from_month: '2025-03', to_month: '2026-01' }))).toContain(
    'to_month outside-cycle',
  )
  const norway = await keep(certificate({ market: 'NO' }))
  const refused = await allocate(norway, id, { mwh: 1 })
  expect(said(refused)).toEqual(['market other-market'])
  expect(refused.body.errors[0].message).toContain('FR')
  expect(said(await allocate(await keep(certificate()), id, { mwh: 1, site: 'nowhere' }))).toEqual([
    'site no-consumption',
  ])
  expect(said(await allocate(await keep(certificate({ carrier: 'heat' })), id, { mwh: 1 }))).toEqual([
    'site no-consumption',
  ])
  expect(said(await allocate(await keep(certificate()), id))).toEqual(['mwh required'])
  expect(said(await allocate(await keep(residual()), id, { mwh: 1 }))).toEqual(['mwh not-used'])
})

test('[GOTCHA 23] certificates cover no more than is consumed there, whoever covered some of it before', async () => {
  const id = await newCycle()
  const [wind, sun] = [await keep(certificate({ mwh: 100 })), await keep(certificate({ mwh: 100 }))]
  expect(said(await allocate(wind, id, { mwh: 10.000_001 }))).toEqual(['mwh more-than-consumed'])
  expect((await allocate(wind, id, { mwh: 7 })).body.remaining_mwh).toBe(93)
  const refused = await allocate(sun, id, { mwh: 3.5 })
  expect(refused.body.errors).toMatchObject([{ path: 'mwh', message: expect.stringContaining('3 MWh are consumed') }])
  expect(said(await allocate(sun, id, { mwh: 3.5, from_month: '2025-02' }))).toEqual(['mwh more-than-consumed'])
  expect((await allocate(sun, id, { mwh: 3, from_month: '2025-02' })).status).toBe(200)
  expect(said(await allocate(sun, id, { mwh: 1, from_month: '2025-02' }))).toEqual([
    'mwh more-than-consumed',
    'site taken',
  ])
})

test('amounts add up to the watt-hour, and two at once never take more than there is', async () => {
  const id = await newCycle()
  const wind = await keep(certificate({ mwh: 0.3 }))
  expect((await allocate(wind, id, { mwh: 0.1, to_month: '2025-01' })).status).toBe(200)
  const raced = await Promise.all(
    ['2025-02', '2025-03'].map((from_month) =>
      allocate(wind, id, { mwh: 0.2, from_month: '2025-01', to_month: from_month }),
    ),
  )
  expect(raced.map(({ status }) => status).toSorted()).toEqual([200, 422])
  expect((await as('admin', 'GET', `/instruments/${wind.id}`)).body).toMatchObject({
    allocated_mwh: 0.3,
    remaining_mwh: 0,
  })
})

test('[GOTCHA 24] two cycles do not claim the same certificate', async () => {
  const [one, two] = [await newCycle(), await newCycle()]
  const wind = await keep(certificate())
  expect((await allocate(wind, one, { mwh: 4 })).status).toBe(200)
  const refused = await allocate(wind, two, { mwh: 4 })
  expect(said(refused)).toEqual(['cycle_id other-cycle'])
  expect(refused.body.errors[0].message).toMatch(/Inventory of One, Cycle \d+ claims it already/)
  const contract = await keep(certificate({ type: 'contract' }))
  expect((await allocate(contract, one, { mwh: 4 })).status).toBe(200)
  expect((await allocate(contract, two, { mwh: 4 })).status).toBe(200)
})

test('one open rate per energy: a second supplier rate or residual mix is refused', async () => {
  const id = await newCycle()
  expect((await allocate(await keep(residual()), id, { site: null })).status).toBe(200)
  const refused = await allocate(await keep(residual({ market: 'FR' })), id)
  expect(said(refused)).toEqual(['site already-covered'])
})

test('[GOTCHA 23] consumption that falls later blocks the lock, until an allocation is less', async () => {
  const id = await newCycle()
  const wind = await keep(certificate())
  const { body } = await allocate(wind, id, { mwh: 8 })
  const list = (await as('admin', 'GET', `/tables/${server.one.tableId}/rows?cycle_id=${id}`)).body.data
  const january = list.find(({ values }: { values: { quantity: number } }) => values.quantity === 6000)
  await write(id, [{ quantity: 1000 }], [january.id])

  expect((await scope2(id)).excess).toMatchObject([{ name: wind.name, mwh: 3, site: 'lyon' }])
  const readiness = (await as('admin', 'GET', `/cycles/${id}/readiness`)).body.data
  expect(readiness).toMatchObject([{ kind: 'instruments', name: wind.name, mwh: 3 }])
  const lock = () => as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })
  expect((await lock()).body.errors).toEqual([
    { path: 'status', code: 'instruments', message: expect.stringContaining(`${wind.name} covers 3 MWh more`) },
  ])
  expect((await as('admin', 'DELETE', `/instruments/${wind.id}/allocations/${body.allocations[0].id}`)).status).toBe(
    204,
  )
  expect((await allocate(wind, id, { mwh: 5 })).status).toBe(200)
  expect((await lock()).status).toBe(200)

  const [allocation] = (await as('admin', 'GET', `/instruments/${wind.id}`)).body.allocations
  const tried = [
    await allocate(wind, id, { mwh: 1, to_month: '2025-01' }),
    await as('admin', 'DELETE', `/instruments/${wind.id}/allocations/${allocation.id}`),
    await as('admin', 'PATCH', `/instruments/${wind.id}`, { name: 'Another' }),
  ]
  expect(tried.map(said)).toEqual([
    [409, 'locked'],
    [409, 'locked'],
    [409, 'locked'],
  ])
  expect(said(await as('admin', 'DELETE', `/instruments/${wind.id}`))).toEqual([409, 'blocked'])
  expect((await scope2(id)).sites[0]?.lines).toMatchObject([{ source: 'certificate', mwh: expect.closeTo(5, 9) }])
  expect((await as('admin', 'GET', `/instruments/${wind.id}`)).body.is_frozen).toBe(true)
})

test('an instrument that covers something is changed only as far as that stays right', async () => {
  const id = await newCycle()
  const wind = await keep(certificate())
  const { body } = await allocate(wind, id, { mwh: 8 })
  const change = (more: object) => as('admin', 'PATCH', `/instruments/${wind.id}`, more)
  expect(said(await change({ mwh: 5, market: 'PT', retired_on: null, vintage_to: '2024-12-31' }))).toEqual([
    'vintage_to out-of-order',
    'vintage_from vintage',
    'retired_on not-retired',
    'mwh more-than-bought',
    'market other-market',
  ])
  expect(said(await as('admin', 'DELETE', `/instruments/${wind.id}`))).toEqual([409, 'blocked'])
  expect((await change({ rates: { CO2: 10, CH4: 0, N2O: 0 } })).body.rates).toEqual({ CO2: 10, CH4: 0, N2O: 0 })
  expect((await scope2(id)).sites[0]?.lines[0]?.co2e_kg).toBeCloseTo(80, 6)
  await as('admin', 'DELETE', `/instruments/${wind.id}/allocations/${body.allocations[0].id}`)
  expect((await as('admin', 'DELETE', `/instruments/${wind.id}`)).status).toBe(204)
  expect((await as('admin', 'GET', `/instruments/${wind.id}`)).status).toBe(404)
  await keep(certificate({ name: wind.name, serials: wind.serials }))
  const log = (await as('admin', 'GET', `/audit_log?filter[subject_id]=${wind.id}`)).body.data
  expect(log.map(({ action }: { action: string }) => action).toSorted()).toEqual(
    ['allocate', 'change', 'create', 'delete', 'release'].map((verb) => `instrument.${verb}`),
  )
})

test('who watches the cycle hears of an allocation', async () => {
  const id = await newCycle()
  const wind = await keep(certificate())
  const auth = { token: await server.token(server.one.people.viewer) }
  const socket = io(server.origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
  const heard: unknown[] = []
  socket.on('cycle:changed', (event) => heard.push(event))
  expect(await socket.emitWithAck('cycle:watch', { cycle_id: id })).toEqual({ ok: true })
  await allocate(wind, id, { mwh: 1 })
  await until(() => heard.length > 0, 'heard of it')
  expect(heard[0]).toMatchObject({ cycle_id: id, table_id: server.one.tableId })
  socket.close()
})

test('tenant roles read all instruments, people of a project those of theirs; only those of the tenant who enter data keep them', async () => {
  const id = await newCycle()
  const [used, unused] = [await keep(certificate()), await keep(certificate())]
  await allocate(used, id, { mwh: 1 })
  const seen = async (person: Person): Promise<string[]> => {
    const { body } = await as(person, 'GET', '/instruments?limit=500')
    const names: string[] = body.data.map(({ name }: InstrumentReply) => name)
    return names.filter((name) => name === used.name || name === unused.name)
  }
  expect(await Promise.all((['auditor', 'viewer', 'data_owner', 'moduleOwner'] as const).map(seen))).toEqual([
    [used.name, unused.name],
    [used.name, unused.name],
    [used.name],
    [used.name],
  ])
  for (const person of ['auditor', 'viewer', 'data_owner', 'moduleOwner'] as const) {
    const tried = [
      await as(person, 'POST', '/instruments', certificate()),
      await as(person, 'PATCH', `/instruments/${used.id}`, { name: 'Mine' }),
      await as(person, 'DELETE', `/instruments/${used.id}`),
      await as(person, 'POST', `/instruments/${used.id}/allocations`, { cycle_id: id, site: 'lyon', mwh: 1 }),
    ]
    expect(tried.map(({ status }) => status)).toEqual([403, 403, 403, 403])
  }
  const foreign = [
    await server.request(server.two.people.admin, 'GET', `/instruments/${used.id}`),
    await server.request(server.two.people.admin, 'PATCH', `/instruments/${used.id}`, { name: 'Mine' }),
    await as('admin', 'POST', `/instruments/${used.id}/allocations`, { cycle_id: server.two.openCycleId, mwh: 1 }),
    await as('moduleOwner', 'GET', `/instruments/${unused.id}`),
    await server.request(null, 'GET', '/instruments'),
  ]
  expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404, 404, 401])
})

test('who may not read all energy of scope 2 sees nothing of what covers it', async () => {
  const id = await newCycle()
  await allocate(await keep(certificate({ mwh: 4.321 })), id, { mwh: 4.321 })
  const { owner } = server.database
  const energy = owner('fields').where({ table_id: server.one.tableId, key: 'quantity' })
  await energy.clone().update({ readers: ['admin'], updated_at: new Date() })
  const hidden = await scope2(id, 'viewer')
  const unsure = await uncertainty(id, 'viewer')
  const { body } = await as('viewer', 'GET', `/cycles/${id}/emissions`)
  const tenantOwner = await as('admin', 'GET', `/cycles/${id}/scope_2`)
  await energy.clone().update({ readers: null, updated_at: new Date() })

  expect(hidden).toMatchObject({
    is_hidden: true,
    location_based_kg: null,
    market_based_kg: null,
    sites: [],
    excess: [],
  })
  expect(body.scope_2.market_based_kg).toBeNull()
  expect(unsure.market_based).toBeNull()
  expect(tenantOwner.body.is_hidden).toBe(false)
})

/** France is ± 20 %, Portugal ± 5 %, every reading ± 10 %. */
async function assess(): Promise<void> {
  const columns = { range: null, technology: null, time: null, geography: null, completeness: null, reliability: null }
  const said = { scores: {}, reason: 'For a test' }
  const path = `/tables/${server.one.tableId}/quality`
  expect((await as('admin', 'PATCH', path, { ...said, columns, range_percent: 10 })).status).toBe(204)
  for (const [factor, percent] of [
    ['france', 20],
    ['portugal', 5],
  ] as const) {
    expect((await as('admin', 'PATCH', `/factors/${factor}/quality`, { ...said, range_percent: percent })).status).toBe(
      200,
    )
  }
}
const uncertainty = async (cycleId: string, person: Person = 'auditor'): Promise<CycleUncertainty> =>
  (await as(person, 'GET', `/cycles/${cycleId}/uncertainty?method=approach1`)).body

test('a certificate stands whatever the meter says: both versions of scope 2 have their own interval', async () => {
  const id = await newCycle()
  await assess()
  const before = await uncertainty(id)
  // nothing was bought: both sides are the same
  const { total: figures, improve_first } = before
  expect(before.market_based).toEqual({ scope2: figures, scope12: figures, total: figures, improve_first })
  await allocate(await keep(certificate({ mwh: 4 })), id, { mwh: 4 })
  await allocate(await keep(residual()), id, { site: 'porto' })

  const { scope12, total, market_based: market } = await uncertainty(id)
  const byGrid = Math.hypot(0.6 * FRANCE, 0.4 * FRANCE, 40, 10 * FRANCE * 0.2, 400 * 0.05)
  expect(total.interval?.high_kg).toBeCloseTo(10 * FRANCE + 400 + byGrid, 6)
  expect(scope12).toEqual(total)
  // a reading is wrong by all of its energy, and the grid's factor only by the 6 MWh that it is used for; the mix is not assessed
  const byContract = Math.hypot(0.6 * FRANCE, 0.4 * FRANCE, 20, 6 * FRANCE * 0.2)
  const amount = 6 * FRANCE + 2 * 100
  expect(market!.scope2).toMatchObject({
    co2e_kg: expect.closeTo(amount, 6),
    partly_assessed_kg: expect.closeTo(200, 6),
    interval: { low_kg: expect.closeTo(amount - byContract, 6), high_kg: expect.closeTo(amount + byContract, 6) },
  })
  expect([market!.scope12, market!.total]).toEqual([market!.scope2, market!.scope2])
  expect((await scope2(id)).market_based_kg).toBeCloseTo(amount, 6)

  const draw = (more: object): Promise<Reply> =>
    as('auditor', 'POST', `/cycles/${id}/simulations`, { seed: 3, ...more })
  const drawn = (await draw({ basis: 'market', part: 'scope12' })).body
  expect(drawn).toMatchObject({ basis: 'market', part: 'scope12', quantities: 4, is_current: true })
  expect(drawn.co2e_kg).toBeCloseTo(amount, 6)
  for (const [end, expected] of [
    [drawn.low_kg, amount - byContract],
    [drawn.high_kg, amount + byContract],
  ]) {
    expect(Math.abs(end / expected - 1)).toBeLessThan(0.02)
  }
  const grid = (await draw({})).body
  expect([grid.basis, grid.part, grid.co2e_kg]).toEqual(['location', 'total', expect.closeTo(10 * FRANCE + 400, 6)])
  const kept = (await as('auditor', 'GET', `/cycles/${id}/simulations`)).body.data
  expect(kept.map(({ basis, is_current }: SimulationReply) => [basis, is_current])).toEqual([
    ['location', true],
    ['market', true],
  ])
  await allocate(await keep(certificate({ mwh: 1 })), id, { mwh: 1 })
  const after = (await as('auditor', 'GET', `/cycles/${id}/simulations`)).body.data
  // what is bought changes one side of scope 2 only
  expect(after.map(({ is_current }: SimulationReply) => is_current)).toEqual([true, false])
})

test('the rate of an instrument stands for all energy that it is used for, in whichever part of the year', async () => {
  const id = await newCycle()
  await assess()
  // a supplier rate takes the place of the grid: its factor is in nothing any more, and cannot make the total unsure
  await allocate(await keep(residual({ type: 'supplier_rate', market: 'FR', rates: { CO2e: 10 } })), id)
  const { market_based: market } = await uncertainty(id)
  const half = Math.hypot(0.6 * 10, 0.4 * 10, 40, 400 * 0.05)
  expect(market!.total.interval?.high_kg).toBeCloseTo(100 + 400 + half, 6)
  // a row that has energy and no result yet, and one with neither, change nothing of that
  await write(id, [{ site: 'lyon', month: '2025-03', quantity: null, grid: 'france' }])
  expect((await uncertainty(id)).market_based).toEqual(market)
})

test('the rate of an instrument is assessed as a factor is, enters what was bought, and is among what to improve first there', async () => {
  const id = await newCycle()
  await assess()
  const rate = await keep(residual({ type: 'supplier_rate', market: 'FR', rates: { CO2e: 10 } }))
  const quality = `/instruments/${rate.id}/quality`
  const body = { range_percent: 50, scores: {}, reason: 'The supplier says so' }
  expect((await as('viewer', 'PATCH', quality, body)).status).toBe(403)
  expect(said(await as('admin', 'PATCH', quality, { ...body, range_percent: -1, reason: ' ' }))).toEqual([
    'range_percent too-small',
    'reason too-small',
  ])
  const none = { range_percent: null, scores: {}, reason: null, made_by: null, made_at: null, former: [] }
  expect((await as('viewer', 'GET', quality)).body).toEqual(none)
  expect((await as('admin', 'PATCH', quality, { ...body, range_percent: 40 })).status).toBe(200)
  expect((await as('admin', 'PATCH', quality, body)).body).toMatchObject({
    range_percent: 50,
    reason: body.reason,
    former: [{ range_percent: 40 }],
  })
  const byGrid = (await uncertainty(id)).improve_first

  await allocate(rate, id)
  const { improve_first, market_based: market } = await uncertainty(id)
  expect(improve_first).toEqual(byGrid)
  // 10 MWh by a rate of 10 kg, wrong together by 50 %; readings of 6, 4 and 2 MWh by 10 %; Portugal's grid by 5 %
  const variance = 50 ** 2 + 6 ** 2 + 4 ** 2 + 40 ** 2 + 20 ** 2
  const close = (value: number) => expect.closeTo(value, 9)
  expect(market!.total).toMatchObject({
    partly_assessed_kg: 0,
    interval: { high_kg: close(500 + Math.sqrt(variance)) },
  })
  expect(market!.improve_first).toMatchObject([
    { kind: 'rate', instrument_id: rate.id, name: rate.name, co2e_kg: close(100), share: close(50 ** 2 / variance) },
    { kind: 'activity', month: '2025-01', co2e_kg: close(400), share: close(40 ** 2 / variance) },
    { kind: 'factor', factor_id: 'portugal', rows: 1, share: close(20 ** 2 / variance) },
    { kind: 'activity', month: '2025-01', co2e_kg: close(60), share: close(6 ** 2 / variance) },
    { kind: 'activity', month: '2025-02', co2e_kg: close(40), share: close(4 ** 2 / variance) },
  ])
})

test('all that was used is covered by certificates: nothing is emitted by contract, and there is no interval of nothing', async () => {
  const id = await newCycle()
  await assess()
  await allocate(await keep(certificate({ mwh: 10 })), id, { mwh: 10 })
  const { market_based: market } = await uncertainty(id)
  // a meter that reads too little would leave energy to the grid: that is as wide as before
  const half = Math.hypot(0.6 * FRANCE, 0.4 * FRANCE, 40, 400 * 0.05)
  expect(market!.total).toMatchObject({
    co2e_kg: expect.closeTo(400, 6),
    interval: { high_kg: expect.closeTo(400 + half, 6) },
  })
})

test('pages go on by name, and filters narrow', async () => {
  const id = await newCycle()
  await allocate(await keep(residual()), id, { site: null })
  const all = (await as('admin', 'GET', '/instruments?limit=500')).body.data.map(({ name }: InstrumentReply) => name)
  const paged: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: Reply = await as('admin', 'GET', `/instruments?limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`)
    paged.push(...body.data.map(({ name }: InstrumentReply) => name))
    cursor = body.next_cursor
  }
  expect(paged).toEqual(all)
  const narrowed = (await as('admin', 'GET', `/instruments?filter[cycle_id]=${id}&filter[type]=residual_mix`)).body.data
  expect(narrowed).toHaveLength(1)
})
