import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { CycleEmissions } from '#shared/api/emissions.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import type { EmissionFilters } from './chosenRows.ts'
import { cycleEmissions } from './cycleEmissions.ts'
import { demoProjects, type ExpectedRow, expectedRows } from './testing/independentSum.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await seedDemoInto(database.owner)
})

afterAll(() => database.drop())

test.each([
  ['group_inventory', 'FY2024'],
  ['group_inventory', 'FY2025'],
  ['supplier_pilot', 'FY2024'],
  ['supplier_pilot', 'FY2025'],
])('[GOTCHA 15] the totals of %s %s are those of a sum by hand over the published figures', async (project, cycle) => {
  const rows = await expectedOf(project, cycle)
  const emissions = await emissionsOf(project, cycle)
  expect(emissions.total.co2e_kg).toBeCloseTo(sumOf(rows) ?? Number.NaN, 3)
  expect(emissions.total.co2e_t).toBeCloseTo((sumOf(rows) ?? Number.NaN) / 1_000, 6)
  expect(emissions.total.rows).toBe(rows.length)
  expect(close(emissions.by_scope, 'scope')).toEqual(expectedBy(rows, 'scope', [1, 2, 3]))
  expect(close(emissions.by_module, 'key')).toEqual(expectedBy(rows, 'module'))
  expect(close(withRows(emissions.by_table), 'key')).toEqual(expectedBy(rows, 'table'))
  expect(close(emissions.by_month, 'month')).toEqual(expectedBy(rows, 'month'))
  expect(close(emissions.by_site, 'site')).toEqual(expectedBy(rows, 'site'))
})

test('[GOTCHA 10] biogenic CO2 of wood and of the biofuel in blended diesel stands beside the total, by the published figures', async () => {
  const rows = await expectedOf('group_inventory', 'FY2025')
  const emissions = await emissionsOf('group_inventory', 'FY2025')
  const biogenicOf = (module: string): number =>
    rows.filter((row) => row.module === module).reduce((sum, row) => sum + (row.biogenicCo2Kg ?? 0), 0)
  const modules = emissions.by_module.flatMap(({ key, biogenic_co2_kg: kg }) => (kg === null ? [] : [[key, kg]]))
  expect(modules).toEqual([
    ['stationary_combustion', expect.closeTo(biogenicOf('stationary_combustion'), 3)],
    ['mobile_combustion', expect.closeTo(biogenicOf('mobile_combustion'), 3)],
  ])
  expect(biogenicOf('mobile_combustion')).toBeGreaterThan(10_000)
  expect(emissions.total.co2e_kg).toBeCloseTo(sumOf(rows) ?? Number.NaN, 3)
})

test('[GOTCHA 4] a total that rests on another GWP set as well says which set, how much and how many rows', async () => {
  const rows = (await expectedOf('supplier_pilot', 'FY2025')).filter((row) => row.option === 'natural_gas_uk_supply')
  const emissions = await emissionsOf('supplier_pilot', 'FY2025')
  expect(emissions.gwp_set).toBe('AR6')
  expect(emissions.other_gwp).toEqual([
    { gwp_set: 'AR5', co2e_kg: expect.closeTo(sumOf(rows) ?? Number.NaN, 3), rows: 12 },
  ])
  const { co2e_kg: kg } = emissions.total
  expect(emissions.by_gas.map(({ gas }) => gas)).toEqual(['CO2', 'other', 'N2O', 'CH4'])
  expect(emissions.by_gas.reduce((sum, gas) => sum + gas.co2e_kg, 0)).toBeCloseTo(kg ?? Number.NaN, 3)
})

test('a total of one GWP set says nothing about others', async () => {
  expect(await emissionsOf('group_inventory', 'FY2025')).toMatchObject({ gwp_set: 'AR5', other_gwp: [] })
})

test('the gases add up to the total, and biogenic CO2 is no part of it', async () => {
  const emissions = await emissionsOf('group_inventory', 'FY2025')
  const gases = emissions.by_gas.reduce((sum, gas) => sum + gas.co2e_kg, 0)
  expect(gases).toBeCloseTo(emissions.total.co2e_kg ?? Number.NaN, 3)
  expect(emissions.by_gas.map((gas) => gas.gas).toSorted()).toEqual(['CH4', 'CO2', 'HFC', 'N2O', 'SF6', 'other'])
  expect(emissions.total.biogenic_co2_kg).toBeGreaterThan(1_000_000)
})

test('[GOTCHA 16] incomplete rows are counted and stay out of the total instead of counting as zero', async () => {
  const rows = await expectedOf('group_inventory', 'FY2025')
  const emissions = await emissionsOf('group_inventory', 'FY2025')
  expect(emissions.incomplete_rows).toBe(rows.filter((row) => row.incomplete).length)
  expect(emissions.incomplete_rows).toBe(11)
  expect(emissions.total.errors).toBeGreaterThanOrEqual(2)
  expect(emissions.by_month.at(-1)).toMatchObject({ month: '2025-12', incomplete_rows: 10 })
})

test('a table for information has rows and no emissions', async () => {
  const emissions = await emissionsOf('group_inventory', 'FY2025')
  expect(emissions.by_table.find((table) => table.key === 'half_hourly_metering')).toMatchObject({
    rows: 20_000,
    counts: false,
    co2e_kg: null,
    co2e_t: null,
  })
})

test('a locked cycle has its totals and says that it is locked', async () => {
  expect(await emissionsOf('group_inventory', 'FY2024')).toMatchObject({
    status: 'locked',
    gwp_set: 'AR5',
    factor_year: 2024,
    incomplete_rows: 0,
    total: { errors: 0 },
  })
})

test.each([
  ['FY2024', 6_000],
  ['FY2025', 9_000],
])(
  'scope 2 of %s by contract: certificates are zero, a rate of CO2 only has the CH4 and N2O of its grid',
  async (name, mwh) => {
    const rows = (await expectedOf('group_inventory', name)).filter((row) => row.scope === 2)
    const kgOf = (site: string): number => sumOf(rows.filter((row) => row.site === site)) ?? Number.NaN
    const { scope_2: scope2, totals, total } = await emissionsOf('group_inventory', name)
    const stoke = { FY2024: 0.20705, FY2025: 0.177 }[name]! // kg CO2e per kWh, DESNZ
    const rfcw = { co2: 911.424, others: 0.071 * 28 + 0.01 * 265 } // lb per MWh, eGRID2023 rev 2
    const columbus = name === 'FY2024' ? 1 : (812.5 + rfcw.others) / (rfcw.co2 + rfcw.others)
    const expected = kgOf('stoke') - mwh * 1000 * stoke + kgOf('columbus') * columbus + kgOf('rayong')
    expect(scope2.location_based_kg).toBeCloseTo(sumOf(rows) ?? Number.NaN, 3)
    expect(scope2.market_based_kg).toBeCloseTo(expected, 2)
    const others = (total.co2e_kg ?? Number.NaN) - (scope2.location_based_kg ?? Number.NaN)
    expect(totals.scopes_1_2_3).toEqual({
      location_based_kg: expect.closeTo(total.co2e_kg ?? Number.NaN, 3),
      market_based_kg: expect.closeTo(others + expected, 2),
    })
  },
)

test('filters narrow every figure', async () => {
  const rows = (await expectedOf('group_inventory', 'FY2025')).filter(
    (row) => row.site === 'stoke' && row.month === '2025-03' && row.scope === 1,
  )
  const emissions = await emissionsOf('group_inventory', 'FY2025', { site: 'stoke', month: '2025-03', scope: 1 })
  expect(emissions.total).toMatchObject({
    co2e_kg: expect.closeTo(sumOf(rows) ?? Number.NaN, 4),
    rows: rows.length,
  })
  expect(emissions.by_site.map((site) => site.name)).toEqual(['Stoke-on-Trent'])
  expect(emissions.by_month.map((month) => month.month)).toEqual(['2025-03'])
  expect(emissions.by_module.find((module) => module.key === 'waste')).toMatchObject({ rows: 0, co2e_kg: null })
})

test('a module and a table can be picked', async () => {
  const all = await emissionsOf('group_inventory', 'FY2025')
  const mobile = all.by_module.find((module) => module.key === 'mobile_combustion')
  const fuel = all.by_table.find((table) => table.key === 'vehicle_fuel')
  const ofModule = await emissionsOf('group_inventory', 'FY2025', { moduleId: mobile?.module_id })
  const ofTable = await emissionsOf('group_inventory', 'FY2025', { tableId: fuel?.table_id })
  expect(ofModule.total.co2e_kg).toBeCloseTo(mobile?.co2e_kg ?? Number.NaN, 6)
  expect(ofTable.total.co2e_kg).toBeCloseTo(fuel?.co2e_kg ?? Number.NaN, 6)
})

test('modules that the caller may not read are neither named nor counted', async () => {
  const all = await emissionsOf('group_inventory', 'FY2025')
  const waste = all.by_module.find((module) => module.key === 'waste')
  const readable = {
    moduleIds: [waste?.module_id ?? ''],
    tableIds: all.by_table.map((table) => table.table_id),
    seesScope2: false,
    hiddenScopes: new Set<1 | 2 | 3>(),
    primaryData: new Map(),
  }
  const some = await emissionsOf('group_inventory', 'FY2025', { readable })
  expect(some.by_module.map((module) => module.key)).toEqual(['waste'])
  expect(some.by_table.map((table) => table.key)).toEqual(['waste_by_treatment'])
  expect(some.total.co2e_kg).toBeCloseTo(waste?.co2e_kg ?? Number.NaN, 6)
  expect(some.by_site.map((site) => site.name)).toEqual(['Columbus, Ohio', 'Rayong', 'Stoke-on-Trent'])
})

test('a cycle of another tenant does not exist', async () => {
  const cycleId = await cycleIdOf('group_inventory', 'FY2025')
  const other = await tenantIdOf('Other Works')
  expect(
    await inTenant(database.db, other, (trx) =>
      cycleEmissions(trx, cycleId, {
        readable: {
          moduleIds: [],
          tableIds: [],
          seesScope2: false,
          hiddenScopes: new Set<1 | 2 | 3>(),
          primaryData: new Map(),
        },
      }),
    ),
  ).toBeNull()
})

async function emissionsOf(
  project: string,
  cycle: string,
  filters: Partial<EmissionFilters> = {},
): Promise<CycleEmissions> {
  const cycleId = await cycleIdOf(project, cycle)
  const emissions = await inTenant(database.db, await tenantIdOf('Northgate Ceramics'), async (trx) =>
    cycleEmissions(trx, cycleId, { readable: await everything(trx), ...filters }),
  )
  if (emissions === null) {
    throw new Error('the seeded cycle has no emissions')
  }
  return emissions
}

async function everything(trx: Knex.Transaction): Promise<EmissionFilters['readable']> {
  return {
    moduleIds: await trx('modules').pluck('id'),
    tableIds: await trx('tables').pluck('id'),
    seesScope2: true,
    hiddenScopes: new Set<1 | 2 | 3>(),
    primaryData: new Map(),
  }
}

async function expectedOf(projectKey: string, cycleName: string): Promise<ExpectedRow[]> {
  const project = (await demoProjects()).find((candidate) => candidate.key === projectKey)
  const cycle = project?.cycles.find((candidate) => candidate.name === cycleName)
  return project === undefined || cycle === undefined ? [] : expectedRows(project, cycle)
}

function sumOf(rows: readonly ExpectedRow[]): number | null {
  const known = rows.flatMap((row) => row.co2eKg ?? [])
  return known.length === 0 ? null : known.reduce((sum, kg) => sum + kg, 0)
}

type Sums = Map<unknown, { rows: number; kg: number | null }>

function expectedBy(rows: readonly ExpectedRow[], key: keyof ExpectedRow, always: readonly unknown[] = []): Sums {
  const groups = Map.groupBy(rows, (row): unknown => row[key])
  return new Map(
    [...new Set([...always, ...groups.keys()])].map((group) => {
      const members = groups.get(group) ?? []
      return [group, { rows: members.length, kg: rounded(sumOf(members)) }]
    }),
  )
}

function close<Key extends string>(
  groups: readonly ({ rows: number; co2e_kg: number | null } & Record<Key, unknown>)[],
  key: Key,
): Sums {
  return new Map(groups.map((group) => [group[key], { rows: group.rows, kg: rounded(group.co2e_kg) }]))
}

/** Tables without rows are named too; the sum by hand knows only what has rows. */
function withRows<Group extends { rows: number }>(groups: readonly Group[]): Group[] {
  return groups.filter((group) => group.rows > 0)
}

/** To a gram: both sides add tens of thousands of floats in different orders. */
function rounded(kg: number | null): number | null {
  return kg === null ? null : Math.round(kg * 1_000) / 1_000
}

async function cycleIdOf(project: string, cycle: string): Promise<string> {
  const found: { id: string } | undefined = await database
    .owner('cycles')
    .join('projects', 'projects.id', 'cycles.project_id')
    .where({ 'projects.key': project, 'cycles.name': cycle })
    .first('cycles.id')
  return found?.id ?? ''
}

async function tenantIdOf(name: string): Promise<string> {
  const found: { id: string } | undefined = await database.owner('tenants').where({ name }).first('id')
  return found?.id ?? ''
}
