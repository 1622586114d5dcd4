import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveFixture } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { FoldThread } from './FoldThread.ts'

let database: TestDatabase
let fixture: LiveFixture

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

test('a job that comes while the idle thread is being let go is done by the next one', async () => {
  const thread = new FoldThread({ databaseUrl: database.appUrl, onDamage: () => {}, idleMs: 0 })
  const { tenantId } = await fixture.newSheet(['r1'])
  const outcomes: unknown[] = []
  for (let n = 0; n < 5; n++) {
    outcomes.push(await thread.fold({ tenantId, documentId: 0 }, async () => {}))
    await new Promise((resolve) => setTimeout(resolve, n))
  }
  await thread.stop()
  expect(new Set(outcomes)).toEqual(new Set(['overtaken']))
})
