import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cycleEmissions } from '../emissions/cycleEmissions.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { makeRun } from './makeRun.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await seedDemoInto(database.owner)
})
afterAll(() => database.drop())

interface DemoCycle {
  id: string
  tenant_id: string
  project_id: string
}

async function demoCycle(project: string, name: string): Promise<DemoCycle> {
  return database
    .owner('cycles as c')
    .join('projects as p', 'p.id', 'c.project_id')
    .where({ 'p.key': project, 'c.name': name })
    .first('c.id', 'c.tenant_id', 'c.project_id')
}

const inDemo = <T>({ tenant_id: tenantId }: DemoCycle, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
  inTenant(database.db, tenantId, work)

test.each([
  ['group_inventory', 'FY2024'],
  ['group_inventory', 'FY2025'],
  ['supplier_pilot', 'FY2025'],
])('the results of a run of %s %s are the live ones, row by row and in total', async (project, name) => {
  const cycle = await demoCycle(project, name)
  const { run, live, different } = await inDemo(cycle, async (trx) => {
    const { id } = await makeRun(trx, { cycleId: cycle.id, madeBy: null })
    const moduleIds: string[] = await trx('modules').where({ project_id: cycle.project_id }).pluck('id')
    const tableIds: string[] = await trx('tables').whereIn('module_id', moduleIds).pluck('id')
    const { rows: different } = await trx.raw<{ rows: unknown[] }>(
      `SELECT coalesce(n.row_id, r.row_id) FROM (SELECT * FROM run_results WHERE run_id = :id) n FULL JOIN (
         SELECT * FROM rows WHERE cycle_id = :cycle AND NOT deleted AND table_id = ANY (:tableIds)) r
         ON r.table_id = n.table_id AND r.row_id = n.row_id
       WHERE (n.co2e_kg, n.gases_kg, n.biogenic_co2_kg, n.site, n.month, n.incomplete, n.errors)
         IS DISTINCT FROM (r.co2e_kg, r.gases_kg, r.biogenic_co2_kg, r.site, r.month, r.incomplete, r.errors)
         OR NOT r.values @> n.values`,
      { id, cycle: cycle.id, tableIds },
    )
    const readable = {
      moduleIds,
      tableIds,
      seesScope2: true,
      hiddenScopes: new Set<1 | 2 | 3>(),
      primaryData: new Map(),
    }
    return {
      run: await trx('runs').where({ id }).first(),
      live: await cycleEmissions(trx, cycle.id, { readable }),
      different,
    }
  })
  expect(different).toEqual([])
  expect(run.row_count).toBe(live?.total.rows)
  expect(run.row_count).toBeGreaterThan(20)
  expect(run.co2e_kg / live!.total.co2e_kg!).toBeCloseTo(1, 13)
  expect(run.biogenic_co2_kg ?? 1).toBeCloseTo(live!.total.biogenic_co2_kg ?? 1, 6)
  expect((run.market_based_kg ?? 1) / (live!.scope_2.market_based_kg ?? 1)).toBeCloseTo(1, 12)
})

test('the same inputs give the same bits, in whatever order the rows lie in the database', async () => {
  const cycle = await demoCycle('group_inventory', 'FY2024')
  const hashOf = (): Promise<string> =>
    inDemo(cycle, async (trx) => (await makeRun(trx, { cycleId: cycle.id, madeBy: null })).rootHash)
  const first = await hashOf()
  await inDemo(cycle, async (trx) => {
    await trx.raw(
      `UPDATE rows SET updated_at = updated_at WHERE row_id IN (SELECT row_id FROM rows ORDER BY md5(row_id) LIMIT 500)`,
    )
  })
  await inDemo(cycle, (trx) => trx.raw('UPDATE rows SET updated_at = updated_at WHERE co2e_kg > 1000'))
  expect(await hashOf()).toBe(first)
})
