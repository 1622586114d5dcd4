import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'

const MIGRATION = new URL('../../migrations/20261130050000_partial_factors.ts', import.meta.url)

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await seedDemoInto(database.owner)
})
afterAll(() => database.drop())

test('[GOTCHA 32] a database that has the factors already marks those of CO2 alone, own ones too, and derives their rows anew, locked or not', async () => {
  const { owner } = database
  const marks = async (): Promise<Record<string, unknown>> => {
    const { rows } = await owner.raw(
      `SELECT id::text, normalised -> 'lacks' AS mark FROM factors WHERE jsonb_exists(normalised, 'lacks')
       UNION ALL SELECT name, normalised -> 'lacks' FROM custom_factors WHERE jsonb_exists(normalised, 'lacks')`,
    )
    return Object.fromEntries(rows.map(({ id, mark }: { id: string; mark: unknown }) => [id, mark]))
  }
  const [table]: { id: string; tenant_id: string }[] = await owner('tables').where({ key: 'refrigerant_top_ups' })
  const [user]: { id: string }[] = await owner('users')
  const own = {
    tenant_id: table!.tenant_id,
    version: 1,
    status: 'approved',
    unit: 'kWh',
    geography: 'GB',
    data_year: 2025,
    publisher: 'Laboratory',
    search_text: 'x',
    created_by: user!.id,
    edited_by: user!.id,
    approved_by: crypto.randomUUID(),
  }
  for (const [name, gases] of [
    ['Kiln gas', { CO2: 0.2, N2O: 0.001 }],
    ['Lime', { CO2: 0.7, CH4: 0, N2O: 0 }],
  ] as const) {
    const normalised = { gasesKg: gases, co2eOnlyKg: null }
    const more = { id: `own1.${crypto.randomUUID()}`, series: crypto.randomUUID(), name, gases, normalised }
    await owner('custom_factors').insert({ ...own, ...more })
  }
  const asked = { ...(await marks()), 'Kiln gas': ['CH4'] }
  expect(Object.keys(asked)).toHaveLength(30)
  await owner('fields')
    .where({ table_id: table!.id, key: 'gas' })
    .update({ options: owner.raw(`replace(options::text, 'desnz25.3_201_2156_3', 'epa25.t2.diesel-fuel')::jsonb`) })
  const positions = (): Promise<string[]> =>
    owner('document_projections as p')
      .join('documents as d', 'd.id', 'p.document_id')
      .where({ 'd.table_id': table!.id })
      .distinct('p.position')
      .pluck('p.position')
  const migration: Knex.Migration = await import(MIGRATION.href)
  await owner.transaction(async (trx) => await migration.down?.(trx))
  expect(await marks()).toEqual({})
  await owner('document_projections').update({ position: 0 })
  await owner.transaction(async (trx) => await migration.up(trx))
  expect(await marks()).toEqual(asked)
  expect((await positions()).map(Number)).toEqual([-1])
  expect(await owner('document_projections').where({ position: 0 }).first()).toBeDefined()
  await expect(owner('custom_factors').where({ name: 'Lime' }).update({ unit: 'MWh' })).rejects.toThrow(
    /does not change/,
  )
})
