import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'

const MIGRATION = new URL('../../migrations/20261129010000_factors_outside_scopes.ts', import.meta.url)

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
