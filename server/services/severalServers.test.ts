/** Pages that are connected to one server hear of what another one derived. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { io } from 'socket.io-client'
import type { CycleChanged } from '#shared/events/events.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('without Redis a page hears of changes that another server has derived, once each', async () => {
  const { one } = server
  const other = await server.startAnother()
  const token = await server.token(one.people.viewer)
  const socket = io(other.origin, { path: '/events', transports: ['websocket'], auth: { token }, reconnection: false })
  const heard: CycleChanged[] = []
  socket.on('cycle:changed', (event: CycleChanged) => heard.push(event))
  expect(await socket.emitWithAck('cycle:watch', { cycle_id: one.openCycleId })).toEqual({ ok: true })

  for (const note of ['first', 'second']) {
    const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
    await server.request(one.people.admin, 'POST', path, { rows: [{ values: { note } }] })
    await server.request(one.people.admin, 'GET', path) // waits until it is derived
    const before = heard.length
    await expect.poll(() => heard.length).toBe(before + 1)
  }
  expect(heard.map(({ table_id }) => table_id)).toEqual([one.tableId, one.tableId])
  socket.close()
})
