/** Searches over a table of 1,000,000 rows, over all kinds, as the box in the header asks. SEARCH_ROWS names another size. */
import { atMost, type BenchRow } from './BenchRow.ts'
import { activityRows, ROW_FIELDS } from './data/activityRows.ts'
import { createTable } from './data/productTable.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { quantile } from './measure/statistics.ts'

const ROWS = Number(process.env['SEARCH_ROWS'] ?? 1_000_000)
const PER_CALL = 10_000
const ROUNDS = 31

/** By what is special about them; `finds`: whether there is a row with all of the words. */
const SEARCHES: readonly { name: string; text: string; finds: boolean }[] = [
  { name: 'one row', text: `invoice ${100_000 + Math.floor(ROWS / 2)}`, finds: true },
  { name: 'a word of every fifth row', text: 'diesel', finds: true },
  { name: 'how a word of every row begins', text: 'inv', finds: true },
  { name: 'two frequent words that meet', text: 'diesel site', finds: true },
  { name: 'two frequent words that never meet', text: 'diesel electricity kwh', finds: false },
  { name: 'a word that is nowhere', text: 'quetzalcoatl', finds: false },
]

export async function benchSearch(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  try {
    const token = await product.signIn('admin@demo.example')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { tableId, cycleId } = await createTable(product.pool, ROW_FIELDS)
    const rows = `${product.origin}/api/v1/tables/${tableId}/rows?cycle_id=${cycleId}`
    const data = activityRows(ROWS)
    for (let at = 0; at < ROWS; at += PER_CALL) {
      const part = data.slice(at, at + PER_CALL).map((values) => ({ values }))
      await answerOf(fetch(rows, { method: 'POST', headers, body: JSON.stringify({ rows: part }) }))
    }
    await product.pool.query('ANALYZE')
    const measured: BenchRow[] = []
    for (const { name, text, finds } of SEARCHES) {
      const address = `${product.origin}/api/v1/search?${new URLSearchParams({ q: text, limit: '5' }).toString()}`
      const search = async (): Promise<number> => {
        const start = performance.now()
        const answer = await answerOf(fetch(address, { headers }))
        const time = performance.now() - start
        if (answer.includes('"kind":"row"') !== finds) {
          throw new Error(`${text}: ${answer.slice(0, 500)}`)
        }
        return time
      }
      await search()
      const times: number[] = []
      for (let i = 0; i < ROUNDS; i++) {
        times.push(await search())
      }
      const size = ROWS.toLocaleString('en')
      measured.push(
        atMost(`p95 of a search, ${size} rows: ${name}`, { ours: quantile(times, 0.95), unit: 'ms', bar: 50 }),
      )
    }
    return measured
  } finally {
    await product.stop()
  }
}

async function answerOf(request: Promise<Response>): Promise<string> {
  const response = await request
  const text = await response.text()
  if (!response.ok) {
    throw new Error(`${response.status} ${text.slice(0, 500)}`)
  }
  return text
}
