/** A copy that is cut off in the middle: nothing of it is there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { proveAll } from '#server/proof/proveAll.ts'
import type { Reply } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import { CopyFixture } from './testing/CopyFixture.ts'

let fixture: CopyFixture

beforeAll(async () => {
  fixture = await CopyFixture.start()
})
afterAll(() => fixture.close())

function copy(name: string): Promise<Reply> {
  const { tableId, moduleId, openCycleId: id } = fixture.server.one
  const rows = { from_cycle_id: id, to_cycle_id: id }
  return fixture.as('admin', 'POST', `/tables/${tableId}/copies`, { name, module_id: moduleId, rows })
}

test('a server that loses its database, or its life, in the middle leaves nothing of the copy; asked again it is whole', async () => {
  const { one, database } = fixture.server
  await fixture.write(Array.from({ length: 5050 }, (_, i) => ({ note: `many ${i}`, quantity: i, price: i / 2 })))
  await fixture.rows(one.tableId, one.openCycleId)
  const before = await fixture.counts()
  const holder = await database.owner.transaction()
  await holder.raw('LOCK TABLE document_updates IN EXCLUSIVE MODE')
  const dying = copy('Half')
  let pid: number | undefined
  await until(async () => {
    const { rows } = await database.owner.raw<{ rows: { pid: number }[] }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%journal_append%'`,
    )
    pid = rows[0]?.pid
    return pid !== undefined
  }, 'in the middle')
  await database.owner.raw('SELECT pg_terminate_backend(?)', [pid!])
  await holder.rollback()
  expect((await dying).status).toBeGreaterThanOrEqual(500)
  expect(await fixture.counts()).toEqual(before)
  const again = await copy('Half')
  expect([again.status, again.body.rows]).toEqual([
    200,
    (await database.owner('rows').where({ table_id: one.tableId, cycle_id: one.openCycleId })).length,
  ])
  expect((await copy('half')).status).toBe(422)
  await fixture.rows(again.body.table.id, one.openCycleId)
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
}, 180_000)
