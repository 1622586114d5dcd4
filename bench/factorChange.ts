/**
 * The factors of a cycle become those of another year: from the request to the right totals at a second person, who is told of
 * them by the socket and asks for them. FACTOR_ROWS names another number of rows.
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
    const times: number[] = []
    const totals = [await totalKg()]
    for (let round = 0; round < ROUNDS; round++) {
      const told = new Promise<void>((resolve) => void watcher.once('cycle:changed', () => resolve()))
      const start = performance.now()
      const saving = fetch(path, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ factor_year: YEARS[round % 2] }),
      })
      await told
      totals.push(await totalKg())
      times.push(performance.now() - start)
      const { status } = await saving
      if (status !== 200 || totals.at(-1) === totals.at(-2)) {
        throw new Error(`the change was answered with ${status}, and the total is ${totals.at(-1)}`)
      }
    }
    process.stderr.write(`${JSON.stringify(times)}\n`)
    watcher.close()
    const name = `a factor change that touches ${ROWS / 1000}k rows, until a second person's totals are right`
    return [atMost(name, { ours: median(times), bar: 1000, unit: 'ms' })]
  } finally {
    await owner.destroy()
    await product.stop()
  }
}
