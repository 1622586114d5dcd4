import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/testServer.ts'
import { Metrics } from './Metrics.ts'

const TOKEN = 'a token of the tests'
const metrics = new Metrics()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ metrics: { metrics, token: TOKEN } })
})
afterAll(() => server.close())

const page = (origin: string, authorization?: string): Promise<Response> =>
  fetch(`${origin}/metrics`, authorization === undefined ? {} : { headers: { authorization } })

test('whoever has the token reads numbers, and nothing of whom or what they are about', async () => {
  const { one } = server
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  await server.request(one.people.admin, 'POST', path, { rows: [{ values: { note: 'CANARY' } }] })
  metrics.refused('field-denied', 3)
  metrics.hashDiffers('client')
  metrics.rejectionUnhandled()
  const reply = await page(server.origin, `Bearer ${TOKEN}`)
  const text = await reply.text()
  expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
    'carbonsheet_refusals_total{reason="field-denied"} 3',
    'carbonsheet_digest_mismatches_total{from="client"} 1',
    'carbonsheet_damaged_snapshots_total 0',
    'carbonsheet_unhandled_rejections_total 1',
    expect.stringMatching(/^carbonsheet_journal_batches_total [01]$/), // counted when it has ended
    'carbonsheet_journal_updates_total 1',
    expect.stringMatching(/^carbonsheet_open_documents \d+$/),
    expect.stringMatching(/^carbonsheet_open_connections \d+$/),
    'carbonsheet_open_sockets 0',
  ])
})

test('to everybody else there is no such page, and without a token to nobody', async () => {
  const closed = await server.startAnother({ metrics: null })
  const admin = await server.token(server.one.people.admin)
  const replies = await Promise.all([
    page(server.origin),
    page(server.origin, 'Bearer'),
    page(server.origin, `Bearer ${TOKEN}.`),
    page(server.origin, TOKEN),
    page(server.origin, `Bearer ${admin}`),
    page(closed.origin, `Bearer ${TOKEN}`),
    page(closed.origin, 'Bearer undefined'),
    page(closed.origin, 'Bearer '),
  ])
  for (const reply of replies) {
    expect(await reply.text()).not.toContain('carbonsheet_')
    expect(reply.status).toBe(404)
  }
})
