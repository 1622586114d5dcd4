import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'

const MIGRATION = new URL('../../migrations/20261129010000_factors_outside_scopes.ts', import.meta.url)
const MEMO_MIGRATION = new URL('../../migrations/20261202020000_memo_gases.ts', import.meta.url)

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await seedDemoInto(database.owner)
})
afterAll(() => database.drop())

test('[GOTCHA 12] a database that has the factors already marks the same ones, and derives anew what was computed with them', async () => {
  const { owner } = database
  const marks = (): Promise<unknown[]> =>
    owner('factors')
      .whereRaw(`jsonb_exists(normalised, 'outsideScopes')`)
      .orderBy('id')
      .select('id', owner.raw(`normalised -> 'outsideScopes' AS mark`))
  const asked = await marks()
  expect(asked).toHaveLength(378)
  const [table]: { id: string; tenant_id: string }[] = await owner('tables').where({ key: 'refrigerant_top_ups' })
  await owner('fields')
    .where({ table_id: table!.id, key: 'gas' })
    .update({ options: owner.raw(`replace(options::text, 'desnz25.3_201_2156_3', 'desnz25.3_201_2101_3')::jsonb`) })
  const positions = (status: string): Promise<number[]> =>
    owner('document_projections as p')
      .join('documents as d', 'd.id', 'p.document_id')
      .join('cycles as c', 'c.id', 'd.cycle_id')
      .where({ 'd.table_id': table!.id })
      .whereRaw(`(c.status = 'locked') = ?`, [status === 'locked'])
      .distinct('p.position')
      .pluck('p.position')
  const migration: Knex.Migration = await import(MIGRATION.href)
  await owner.transaction(async (trx) => await migration.down?.(trx))
  expect(await marks()).toEqual([])
  await owner('document_projections').update({ position: 0 })
  await owner.transaction(async (trx) => await migration.up(trx))
  expect(await marks()).toEqual(asked)
  expect([await positions('open'), await positions('locked')].map((all) => all.map(Number))).toEqual([[-1], [0]])
})

test('[GOTCHA 12] it divides them between scope and memo as a new one does, and leaves cycles that are locked as they were reported', async () => {
  const { owner } = database
  const marks = async (): Promise<unknown[]> =>
    owner('factors')
      .whereRaw(`jsonb_exists(normalised, 'memo')`)
      .orderBy('id')
      .select('id', owner.raw(`normalised -> 'memo' AS mark`))
  const asked = await marks()
  expect(asked).toHaveLength(376)
  const migration: Knex.Migration = await import(MEMO_MIGRATION.href)
  await owner.transaction(async (trx) => await migration.down?.(trx))
  expect(await marks()).toEqual([])
  await owner.transaction(async (trx) => await migration.up(trx))
  expect(await marks()).toEqual(asked)
  const cycles: { status: string; counts_all_gases: boolean }[] = await owner('cycles')
    .distinct('status', 'counts_all_gases')
    .orderBy('status')
  expect(new Set(cycles.map(({ status }) => status === 'locked'))).toEqual(new Set([true, false]))
  expect(cycles.filter((cycle) => cycle.counts_all_gases !== (cycle.status === 'locked'))).toEqual([])
})
