/** Where modules stand in ISO 14064-1, and the totals by its categories. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockedCycle } from '#server/packs/testing/lockedCycle.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
let cycleId: string

beforeAll(async () => {
  server = await startTestServer()
  ;({ id: cycleId } = await lockedCycle(server))
})
afterAll(() => server.close())

const as = (who: keyof TestServer['one']['people'], method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const choose = (code: string | null, moduleId = server.one.moduleId): Promise<Reply> =>
  as('admin', 'PATCH', `/modules/${moduleId}`, { iso_category: code })
const module = async (): Promise<Reply['body']> => (await as('viewer', 'GET', `/modules/${server.one.moduleId}`)).body
const byIso = async (cycle: string): Promise<[number, number | null][]> => {
  const { body } = await as('admin', 'GET', `/cycles/${cycle}/emissions`)
  return body.by_iso_category.map(({ iso_category, co2e_kg }: Reply['body']) => [iso_category, co2e_kg])
}

test('a module stands where its scope puts it, until somebody who manages it says otherwise', async () => {
  const first = await module()
  expect(first).toMatchObject({ iso_category: String(first.scope), iso_chosen: false })
  const wrong = await choose('4.1')
  expect([wrong.status, wrong.body.errors]).toMatchObject([422, [{ path: 'iso_category', code: 'other-scope' }]])
  expect((await choose('7')).status).toBe(422)
  expect((await as('data_owner', 'PATCH', `/modules/${server.one.moduleId}`, { iso_category: null })).status).toBe(403)
  const code = `${first.scope}.1`
  expect((await choose(code)).status).toBe(204)
  expect(await module()).toMatchObject({ iso_category: code, iso_chosen: true, name: first.name })
  const { body: log } = await as('admin', 'GET', '/audit_log?limit=5')
  expect(log.data.map(({ action }: { action: string }) => action)).toContain('module.classify')
  expect((await choose(null)).status).toBe(204)
  expect(await module()).toMatchObject({ iso_category: String(first.scope), iso_chosen: false })
})

test('the six categories add up to the total; what is chosen moves the sum of an open cycle and never that of a locked one', async () => {
  const { one } = server
  const { body: made } = await as('admin', 'POST', `/projects/${one.projectId}/modules`, {
    name: 'Travel',
    scope: 3,
    s3_category: 6,
  })
  expect(made.iso_category).toBe('3.5')
  const { body } = await as('admin', 'GET', `/cycles/${cycleId}/emissions`)
  const before = await byIso(cycleId)
  expect(before.map(([category]) => category)).toEqual([1, 2, 3, 4, 5, 6])
  expect(before.reduce((sum, [, kg]) => sum + (kg ?? 0), 0)).toBeCloseTo(body.total.co2e_kg, 9)
  expect(before[1]![1]).toBe(body.by_scope[1].co2e_kg) // location-based
  await server.database
    .owner('modules')
    .where({ id: one.otherModuleId })
    .update({ scope: 3, s3_category: 1, iso_category: '6' })
  const locked = await byIso(cycleId)
  expect(locked).toEqual(before)
  const { body: row } = await as('admin', 'POST', `/tables/${one.otherTableId}/rows?cycle_id=${one.openCycleId}`, {
    rows: [{ values: { charge: 2 } }],
  })
  expect(row.rejected).toEqual([])
  const open = await byIso(one.openCycleId)
  expect(open[5]![1]).toBeGreaterThan(0)
})
