import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTenant } from '../storage/database/inTenant.ts'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { computedForRows } from './computedForRows.ts'
import { createPlanCache, type TablePlans } from './tablePlans.ts'

const cache = createPlanCache()
let database: TestDatabase
let sheet: { tenant_id: string; table_id: string; cycle_id: string }

beforeAll(async () => {
  database = await createTestDatabase()
  await seedDemoInto(database.owner)
  sheet = await database
    .owner('documents')
    .join('tables', 'tables.id', 'documents.table_id')
    .join('cycles', 'cycles.id', 'documents.cycle_id')
    .where({ 'tables.key': 'electricity', 'cycles.name': 'FY2025' })
    .first('documents.tenant_id', 'documents.table_id', 'documents.cycle_id')
})

afterAll(() => database.drop())

test('plans are compiled once as long as neither the fields nor the basis of the cycle change', async () => {
  expect(await plans()).toBe(await plans())
})

test('a change of a formula is followed', async () => {
  const before = await plans()
  const field = { table_id: sheet.table_id, key: 'energy_mwh' }
  await database.owner('fields').where(field).update({ formula: 'energy * 2', updated_at: database.owner.fn.now() })
  const after = await plans()
  await database.owner('fields').where(field).update({ formula: 'energy', updated_at: database.owner.fn.now() })
  expect(ukRow(before)).toMatchObject({ energy_mwh: 1 })
  expect(ukRow(after)).toMatchObject({ energy_mwh: 2 })
})

test('a change of the factor year takes the factors of that year', async () => {
  const of2025 = await plans()
  await database.owner('cycles').where({ id: sheet.cycle_id }).update({ factor_year: 2024 })
  const of2024 = await plans()
  await database.owner('cycles').where({ id: sheet.cycle_id }).update({ factor_year: 2025 })
  expect(ukRow(of2025)).toMatchObject({ co2e: expect.closeTo(0.177, 9) })
  expect(ukRow(of2024)).toMatchObject({ co2e: expect.closeTo(0.20705, 9) })
})

test('a tenant gets no plans for a cycle of another', async () => {
  const other: { id: string } | undefined = await database.owner('tenants').where({ name: 'Other Works' }).first('id')
  expect(await inTenant(database.db, other?.id ?? '', plansIn)).toBeNull()
})

async function plans(): Promise<TablePlans> {
  const found = await inTenant(database.db, sheet.tenant_id, plansIn)
  if (found === null) {
    throw new Error('the seeded sheet has no plans')
  }
  return found
}

function plansIn(trx: Parameters<typeof cache.plansOf>[0]): ReturnType<typeof cache.plansOf> {
  return cache.plansOf(trx, sheet.table_id, sheet.cycle_id)
}

/** 1,000 kWh from the UK grid. */
function ukRow(tablePlans: TablePlans): unknown {
  const ordinals = new Map(tablePlans.fields.map((field) => [field.key, field.ordinal]))
  const values = { [ordinals.get('grid') ?? 0]: 'uk', [ordinals.get('energy') ?? 0]: 1_000 }
  return computedForRows(tablePlans, [values])[0]
}
