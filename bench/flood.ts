/** One sheet of 20,000 cells, T10 of reliability.md: 50 people type once a second, without and with large pastes in between. */
import { SERVER_CLIENTS } from '#collab/schema/layout.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { sitDown, typeForSeconds } from './client/desks.ts'
import { newLiveSheet } from './data/liveSheet.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { quantile, wait } from './measure/statistics.ts'

const ROWS = 2500
const FIELDS = 8
const TYPISTS = 50
const SECONDS = 30
const PASTED_ROWS = 125
const PASTE_EVERY_MS = 10_000

export async function benchFlood(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  try {
    const token = await product.signIn('admin@demo.example')
    const rows: BenchRow[] = []
    for (const isFlooded of [false, true]) {
      const { url, name } = await newLiveSheet(product, token, { rows: ROWS, fields: FIELDS })
      const peer: number[] = []
      const place = { typists: TYPISTS + 1, fields: FIELDS, firstClient: isFlooded ? 1000 : 0 }
      const { watcher, desks, sheet, use } = await sitDown({ url, token, name }, place, peer)
      const { client: paster } = desks.pop()!
      const rowIds = [...sheet.content().keys()]
      const ordinals = Array.from({ length: FIELDS }, (_, i) => 2 + i)
      const pasting = setInterval(
        () => {
          use(paster)
          sheet.doc.clientID = SERVER_CLIENTS + 9_000_000
          const first = Math.floor(Math.random() * (rowIds.length - PASTED_ROWS))
          sheet.write(rowIds.slice(first, first + PASTED_ROWS), ordinals, (row, column) => row + column)
        },
        isFlooded ? PASTE_EVERY_MS : 2 ** 30,
      )
      await typeForSeconds(desks, SECONDS)
      clearInterval(pasting)
      await wait(1000)
      const ack = desks.flatMap(({ client }) => client.ackMs)
      const what = isFlooded ? '50 typing, 1,000 cells pasted every 10 s' : '50 typing'
      const row = (figure: string, ours: number, bar: number): BenchRow =>
        atMost(`${what}: ${figure}`, { ours, bar, unit: 'ms' })
      rows.push(row('ack p95', quantile(ack, 0.95), isFlooded ? 500 : 100))
      rows.push(row('ack p99', quantile(ack, 0.99), isFlooded ? 500 : 250))
      rows.push(row('to a peer p95', quantile(peer, 0.95), 300))
      for (const client of [watcher, paster, ...desks.map((desk) => desk.client)]) {
        client.close()
      }
    }
    return rows
  } finally {
    await product.stop()
  }
}
