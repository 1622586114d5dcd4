/**
 * Rows over REST, with sign-in, checks, gate, journal and audit, against a bare node:http + pg insert and select; and lists of a
 * large table. REST_ROWS names other sizes of that than 1,000,000.
 */
import { atMost, type BenchRow } from './BenchRow.ts'
import { type ActivityRow, activityRows, ROW_FIELDS } from './data/activityRows.ts'
import { createTable } from './data/productTable.ts'
import { MeasuredProcess } from './measure/childProcess.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median, quantile } from './measure/statistics.ts'

const ROUNDS = 5
const WARM_UP = 60
const READS = 31
const ALL_READS = 5
const LIST_ROWS = Number(process.env['REST_ROWS'] ?? 1_000_000)
const BULK = 10_000

async function timed(work: () => Promise<Response>): Promise<number> {
  const start = performance.now()
  const response = await work()
  const text = await response.text()
  if (!response.ok) {
    throw new Error(`${response.status} ${text.slice(0, 500)}`)
  }
  JSON.parse(text)
  return performance.now() - start
}

async function times(rounds: number, work: () => Promise<number>): Promise<number> {
  const all: number[] = []
  for (let i = 0; i < rounds; i++) {
    all.push(await work())
  }
  return median(all)
}

export async function benchRestRows(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const bare = await MeasuredProcess.start(new URL('reference/bareApi.ts', import.meta.url), {
    databaseUrl: product.databaseUrl,
  })
  try {
    const token = await product.signIn('admin@demo.example')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const data = activityRows(10_000)
    const insertBare = (): Promise<number> =>
      timed(() => fetch(bare.address.url, { method: 'POST', body: JSON.stringify(data) }))
    const target = async (): Promise<string> => {
      const { tableId, cycleId } = await createTable(product.pool, ROW_FIELDS)
      return `${product.origin}/api/v1/tables/${tableId}/rows?cycle_id=${cycleId}`
    }
    const insertOurs = (url: string, rows: ActivityRow[]): Promise<number> =>
      timed(() =>
        fetch(url, { method: 'POST', headers, body: JSON.stringify({ rows: rows.map((values) => ({ values })) }) }),
      )
    await insertOurs(await target(), data)
    const oursMs = await times(ROUNDS, async () => insertOurs(await target(), data))
    const bareMs = await times(ROUNDS, insertBare)

    const big = await target()
    for (let i = 0; i < 10; i++) {
      await insertOurs(big, data)
    }
    while ((await product.pool.query('SELECT count(*)::int AS n FROM bare_rows')).rows[0].n < 100_000) {
      await insertBare()
    }
    await product.pool.query('ANALYZE')
    const readOurs = (): Promise<number> => timed(() => fetch(`${big}&limit=100`, { headers }))
    const readBare = (): Promise<number> => timed(() => fetch(`${bare.address.url}/?limit=100`))
    // both have read before: the first requests of a process measure its compiler, ours the projection of 100,000 rows too
    await times(WARM_UP, readOurs)
    await times(WARM_UP, readBare)
    const oursFirst = await times(READS, readOurs)
    const bareFirst = await times(READS, readBare)
    const allOurs = `${big.replace('/rows?', '/export?')}&format=json`
    const oursAll = await times(ALL_READS, () => timed(() => fetch(allOurs, { headers })))
    const bareAll = await times(ALL_READS, () => timed(() => fetch(`${bare.address.url}/?limit=100000`)))

    for (let i = 10; i * BULK < LIST_ROWS; i++) {
      await insertOurs(big, data)
    }
    await product.pool.query('ANALYZE')
    const lists = await listTimes(product.origin, big, headers)
    const size = Math.max(LIST_ROWS, 10 * BULK).toLocaleString('en')
    return [
      atMost('create 10,000 rows x 10 over the API', { ours: oursMs, reference: bareMs, unit: 'ms', times: 4 }),
      atMost('first 100 of 100,000 rows', { ours: oursFirst, reference: bareFirst, unit: 'ms', times: 3 }),
      atMost('all of 100,000 rows', { ours: oursAll, reference: bareAll, unit: 'ms', times: 1.4 }),
      ...lists.map(({ name, p95Ms }) => atMost(`p95 at ${size} rows: ${name}`, { ours: p95Ms, unit: 'ms', bar: 50 })),
    ]
  } finally {
    bare.stop()
    await product.stop()
  }
}

/** How long each kind of list takes, of a table of that many rows; the first read of each is not counted. */
async function listTimes(
  origin: string,
  rows: string,
  headers: Record<string, string>,
): Promise<{ name: string; p95Ms: number }[]> {
  const first = (await (await fetch(`${rows}&limit=500`, { headers })).json()) as { next_cursor: string }
  const addresses = {
    'first page': rows,
    'a page by its cursor': `${rows}&cursor=${first.next_cursor}`,
    'filtered by a text': `${rows}&filter[site]=Site 3`,
    'filtered by two operators': `${rows}&filter[quantity][gte]=900&filter[activity][in]=Diesel,Air travel`,
    'sorted by two fields': `${rows}&sort=-quantity,site`,
    history: rows.replace('/rows?', '/history?'),
    factors: `${origin}/api/v1/factors`,
    'audit log': `${origin}/api/v1/audit_log`,
  }
  const measured = []
  for (const [name, address] of Object.entries(addresses)) {
    const read = (): Promise<number> => timed(() => fetch(address, { headers }))
    await read()
    const all: number[] = []
    for (let i = 0; i < READS; i++) {
      all.push(await read())
    }
    measured.push({ name, p95Ms: quantile(all, 0.95) })
  }
  return measured
}
