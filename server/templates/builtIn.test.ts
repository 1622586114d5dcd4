/** Each table that we ship, made and filled in: a row gives what its published factor says, worked out by hand. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundledLibrary } from '#formulas/testing/published/published.ts'
import { CopyFixture } from '#server/copies/testing/CopyFixture.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import type { Reply } from '#server/testing/testServer.ts'
import { BUILT_IN_TEMPLATES } from '#shared/templates/builtInTemplates.ts'

const DATA = new URL('../../seeds/data/emission-factors.json', import.meta.url)
const library = bundledLibrary(readFileSync(DATA, 'utf8'))

let fixture: CopyFixture

beforeAll(async () => {
  fixture = await CopyFixture.start()
  const { owner } = fixture.server.database
  await insertGwps(owner, 'AR5', library.gwp.get('AR5')!)
  await insertGwps(owner, 'AR6', library.gwp.get('AR6')!)
  const options = BUILT_IN_TEMPLATES.flatMap(({ fields }) => fields.flatMap((field) => field.options))
  const used = new Set(options.flatMap(({ factors = {} }) => Object.values(factors)))
  await insertFactors(
    owner,
    [...used].map((id) => library.factors.get(id)!),
  )
  // the publications of the UK give their sums in AR5
  await owner('cycles').where({ id: fixture.server.one.openCycleId }).update({ gwp_set: 'AR5' })
})
afterAll(() => fixture.close())

const make = (template: string, name: string, moduleId = fixture.server.one.moduleId): Promise<Reply> =>
  fixture.as('admin', 'POST', `/modules/${moduleId}/tables/from_template`, { template_id: template, name })

/** What is filled in, and the result in tonnes of CO2e: amount × published kilograms / 1000. */
const EXAMPLES: Readonly<Record<string, [values: Readonly<Record<string, string | number>>, tonnes: number]>> = {
  // DESNZ 2025, natural gas: 0.18296 kg CO2e per kWh (gross CV)
  'builtin:stationary_combustion': [{ fuel: 'natural_gas', energy: 10_000 }, 1.8296],
  // DESNZ 2025, diesel (average biofuel blend): 2.57082 kg CO2e per litre
  'builtin:mobile_combustion': [{ fuel: 'diesel', quantity: 1000 }, 2.57082],
  // DESNZ 2025, HFC-134a: 1300 kg CO2e per kg
  'builtin:refrigerants': [{ gas: 'hfc_134a', topped_up: 2.5 }, 3.25],
  // DESNZ 2025, electricity: 0.177 kg CO2e per kWh
  'builtin:purchased_electricity': [{ grid: 'uk', energy: 20_000 }, 3.54],
  // US EPA supply-chain factors v1.3 with margins, corrugated boxes; read from the library below
  'builtin:purchased_goods': [{ product: 'boxes', spend: 1000 }, Number.NaN],
  // DESNZ 2025, all HGVs, average laden: 0.10163 kg CO2e per tonne-kilometre
  'builtin:freight': [{ vehicle: 'hgv', mass: 12, distance: 250 }, 0.30489],
  // DESNZ 2025, commercial and industrial waste, landfill: 520.5327 kg CO2e per tonne
  'builtin:waste': [{ treatment: 'mixed_landfill', mass: 3 }, 1.5615981],
  // DESNZ 2025, short-haul, economy, with RF: 0.12576 kg CO2e per passenger-kilometre
  'builtin:business_travel': [{ mode: 'air_short', distance: 4000 }, 0.50304],
  // DESNZ 2025, average car, unknown fuel: 0.16725 kg CO2e per kilometre; there and back
  'builtin:commuting_by_car': [{ vehicle: 'car', vehicles: 10, days: 200, one_way: 12 }, 8.028],
  // DESNZ 2025, average local bus: 0.10385 kg CO2e per passenger-kilometre; there and back
  'builtin:commuting_by_transit': [{ mode: 'bus', people: 10, days: 200, one_way: 5 }, 2.077],
}

test('there is an example of each', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(BUILT_IN_TEMPLATES.map(({ id }) => id).toSorted())
})

test.each(BUILT_IN_TEMPLATES)(
  '$name: a row gives the tonnes of its published factor, and counts in the totals',
  async (template) => {
    const { one } = fixture.server
    const [values, byHand] = EXAMPLES[template.id]!
    const spend = library.factors.get('ussc13.322211')!.co2eOnlyKg
    const expected = Number.isNaN(byHand) ? spend! : byHand
    const made = await make(template.id, template.name)
    expect([made.status, made.body.description]).toEqual([200, template.description])
    const rows = `/tables/${made.body.id}/rows?cycle_id=${one.openCycleId}`
    const row = { code: 'A', site: 'Lyon', month: '2025-03', ...values }
    const written = await fixture.as('data_owner', 'POST', rows, { rows: [{ values: row }] })
    expect(written.body.rejected).toEqual([])
    const [found] = (await fixture.as('viewer', 'GET', rows)).body.data
    expect(found.computed.co2e).toBeCloseTo(expected, 9)
    const totals = await fixture.as('viewer', 'GET', `/cycles/${one.openCycleId}/emissions?table_id=${made.body.id}`)
    expect(totals.body.total.co2e_t).toBeCloseTo(expected, 9)
    expect(totals.body.total.incomplete_rows).toBe(0)
  },
)

test('every choice of every table has a factor that computes, in both editions', async () => {
  const { one } = fixture.server
  for (const { id, fields } of BUILT_IN_TEMPLATES) {
    const made = await make(id, `All of ${id}`)
    const choice = fields.find(({ options }) => options.some(({ factors }) => factors !== undefined))!
    const numbers = fields.filter(({ type }) => type === 'number').map(({ key }) => [key, 2] as const)
    const rows = choice.options.map((option) => ({
      values: { [choice.key]: option.id, ...Object.fromEntries(numbers) },
    }))
    for (const cycleId of [one.openCycleId, fixture.nextCycleId]) {
      const path = `/tables/${made.body.id}/rows?cycle_id=${cycleId}`
      expect((await fixture.as('admin', 'POST', path, { rows })).body.rejected).toEqual([])
      const results = (await fixture.rows(made.body.id, cycleId)).map(({ computed }) => computed.co2e)
      expect([id, results.filter((result: unknown) => typeof result !== 'number' || result <= 0)]).toEqual([id, []])
    }
  }
})

test('sites are those of the project; a year without an edition of its own takes the one before', async () => {
  const { server, elsewhere } = fixture
  await server.database.owner('sites').insert([
    { tenant_id: server.one.tenantId, project_id: elsewhere.projectId, key: 'cairo', name: 'القاهرة', position: 1 },
    { tenant_id: server.one.tenantId, project_id: elsewhere.projectId, key: 'bath', name: 'Bath', position: 0 },
  ])
  const made = await make('builtin:mobile_combustion', 'Vehicles', elsewhere.moduleId)
  const { fields } = (await fixture.as('admin', 'GET', `/tables/${made.body.id}`)).body
  const of = (key: string) => fields.find((field: { key: string }) => field.key === key)
  expect([of('site').type, of('site').options]).toEqual([
    'option',
    [
      { id: 'bath', label: 'Bath' },
      { id: 'cairo', label: 'القاهرة' },
    ],
  ])
  expect(of('fuel').options[0].factors).toEqual({
    '2024': 'desnz24.1_101_1011_8',
    '2025': 'desnz25.1_101_1011_8',
    '2026': 'desnz25.1_101_1011_8',
  })
})
