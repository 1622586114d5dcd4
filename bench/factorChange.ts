/**
 * The factors of a cycle become those of another year: from the request to the right totals at a second person, who is told of
 * them by the socket and asks for them. Until the rows have followed as well is printed. FACTOR_ROWS names another number of rows.
 */
import { io, type Socket } from 'socket.io-client'
import { EVENTS_PATH, type ClientEvents, type ServerEvents } from '#shared/events/events.ts'
import { openDatabase } from '#server/storage/database/openDatabase.ts'
import { largeCycle } from '#server/testing/largeCycle.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { demoFactors } from './data/demoFactors.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median } from './measure/statistics.ts'

const ROWS = Number(process.env['FACTOR_ROWS'] ?? 100_000)
const ROUNDS = 5
const YEARS = [2024, 2025]

export async function benchFactorChange(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const owner = openDatabase({ url: product.databaseUrl, poolSize: 1 })
  try {
    const cycle = await largeCycle(owner, { ...(await demoFactors(product.pool)), rows: ROWS })
    const [token, watching] = await Promise.all(
      ['admin', 'auditor'].map((who) => product.signIn(`${who}@demo.example`)),
    )
    const path = `${product.origin}/api/v1/cycles/${cycle.cycleId}`
    const watcher: Socket<ServerEvents, ClientEvents> = io(product.origin, {
      path: EVENTS_PATH,
      transports: ['websocket'],
      auth: { token: watching },
    })
    await watcher.emitWithAck('cycle:watch', { cycle_id: cycle.cycleId })
    const totalKg = async (): Promise<number> => {
      const answer = await fetch(`${path}/emissions`, { headers: { authorization: `Bearer ${watching}` } })
      const { total } = (await answer.json()) as { total: { co2e_kg: number } }
      return total.co2e_kg
    }
    const rowsFollowed = (): Promise<Response> =>
      fetch(`${product.origin}/api/v1/tables/${cycle.tableIds[0]}/rows?cycle_id=${cycle.cycleId}&limit=1`, {
        headers: { authorization: `Bearer ${token}` },
      })
    const times: number[] = []
    const rowTimes: number[] = []
    let hear = (): void => {}
    watcher.on('cycle:changed', () => hear())
    let known = await totalKg()
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now()
      let told = new Promise<void>((resolve) => (hear = resolve))
      const saving = fetch(path, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ factor_year: YEARS[round % 2] }),
      })
      // what was told may still be of the rows of the round before
      for (const before = known; known === before;) {
        await told
        told = new Promise<void>((resolve) => (hear = resolve))
        known = await totalKg()
      }
      times.push(performance.now() - start)
      const [saved, followed] = [await saving, await rowsFollowed()]
      rowTimes.push(performance.now() - start)
      const now = await totalKg()
      if (saved.status !== 200 || followed.status !== 200 || now !== known) {
        throw new Error(`answered with ${saved.status} and ${followed.status}; the total is ${now} and was ${known}`)
      }
    }
    process.stderr.write(`${JSON.stringify({ times, rowTimes })}\n`)
    watcher.close()
    const name = `a factor change that touches ${ROWS / 1000}k rows, until a second person's totals are right`
    return [atMost(name, { ours: median(times), bar: 1000, unit: 'ms' })]
  } finally {
    await owner.destroy()
    await product.stop()
  }
}
