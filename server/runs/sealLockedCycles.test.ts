import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { packStream } from '../packs/packStream.ts'
import { verifyPack } from '../packs/verifyPack.ts'
import { sealLockedCycles } from './sealLockedCycles.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await seedDemoInto(database.owner)
})
afterAll(() => database.drop())

const seal = (): Promise<number> => sealLockedCycles({ db: database.db, waitUntilProjected: () => Promise.resolve() })

test('cycles that were locked before there were seals are sealed once, by whoever starts, and say that it was later', async () => {
  const locked = await database.owner('cycles').where({ status: 'locked' }).orderBy(['tenant_id', 'starts_on'])
  expect(locked.length).toBeGreaterThan(1)
  const made = await Promise.all([seal(), seal()])
  expect(made[0]! + made[1]!).toBe(locked.length)
  expect(await seal()).toBe(0)
  const seals = await database.owner('seals').orderBy(['tenant_id', 'sequence'])
  expect(seals.map(({ cycle_id }) => cycle_id).toSorted()).toEqual(locked.map(({ id }) => id).toSorted())
  expect(seals.every(({ sealed_later, sealed_by }) => sealed_later === true && sealed_by === null)).toBe(true)
})

test('each of them is verified from its pack: the demo company with its scopes, gases and certificates', async () => {
  const seals = await database.owner('seals')
  for (const { tenant_id: tenantId, cycle_id: cycleId } of seals) {
    const verified = await inTenant(database.db, tenantId, (trx) => verifyPack(() => packStream(trx, cycleId)))
    expect(verified).toMatchObject({ cycle: { id: cycleId }, seal: { body: { sealed_later: true } } })
    expect(verified.rows).toBeGreaterThan(10)
  }
})
