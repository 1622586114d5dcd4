/** Files of 100,000 rows x 10 over the API, rights and formats and all, against COPY TO and the bare stream of the format. */
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { atMost, type BenchRow } from './BenchRow.ts'
import { type ActivityRow, activityRows, ROW_COLUMNS, ROW_FIELDS } from './data/activityRows.ts'
import { createTable } from './data/productTable.ts'
import { MeasuredProcess } from './measure/childProcess.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median } from './measure/statistics.ts'
import { rawXlsx } from './reference/rawXlsx.ts'

const ROWS = 100_000
const PER_CALL = 10_000
const ROUNDS = 7

async function timed(work: () => Promise<number>): Promise<number> {
  const start = performance.now()
  const bytes = await work()
  if (bytes < ROWS) {
    throw new Error(`only ${bytes} bytes came`)
  }
  return performance.now() - start
}

async function bytesOf(url: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, { headers })
  if (!response.ok || response.body === null) {
    throw new Error(`${response.status} ${await response.text()}`)
  }
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.length
  }
  return bytes
}

export async function benchExports(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const bare = await MeasuredProcess.start(new URL('reference/bareApi.ts', import.meta.url), {
    databaseUrl: product.databaseUrl,
  })
  try {
    const token = await product.signIn('admin@demo.example')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { tableId, cycleId } = await createTable(product.pool, ROW_FIELDS)
    const address = (route: string, query = ''): string =>
      `${product.origin}/api/v1/tables/${tableId}/${route}?cycle_id=${cycleId}${query}`
    const data = activityRows(ROWS)
    for (let at = 0; at < ROWS; at += PER_CALL) {
      const part = data.slice(at, at + PER_CALL)
      await post(address('rows'), headers, { rows: part.map((values) => ({ values })) })
      await post(bare.address.url, {}, part)
    }
    await product.pool.query('ANALYZE')
    const copy = async (): Promise<number> => {
      const client = await product.pool.connect()
      try {
        let bytes = 0
        const sink = new Writable({
          write(chunk: Buffer, _encoding, done) {
            bytes += chunk.length
            done()
          },
        })
        const columns = ['id', ...ROW_COLUMNS].join(', ')
        await pipeline(client.query(copyTo(`COPY (SELECT ${columns} FROM bare_rows ORDER BY id) TO STDOUT CSV`)), sink)
        return bytes
      } finally {
        client.release()
      }
    }
    const works = {
      csv: () => bytesOf(address('export', '&format=csv'), headers),
      xlsx: () => bytesOf(address('export', '&format=xlsx'), headers),
      copy,
      raw: () => rawXlsx(data),
    }
    const times = await interleaved(works)
    return [
      atMost('CSV of 100,000 rows x 10', { ours: times.csv, reference: times.copy, unit: 'ms', times: 3 }),
      atMost('XLSX of 100,000 rows x 10', { ours: times.xlsx, reference: times.raw, unit: 'ms', times: 3 }),
    ]
  } finally {
    bare.stop()
    await product.stop()
  }
}

async function post(url: string, headers: Record<string, string>, body: object | ActivityRow[]): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) {
    throw new Error(`${response.status} ${text.slice(0, 500)}`)
  }
}

/** Medians; the works take turns, so that what slows the machine slows them all. The first turn only warms up. */
async function interleaved<Name extends string>(
  works: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const entries = Object.entries<() => Promise<number>>(works)
  const times = new Map<string, number[]>(entries.map(([name]) => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, work] of entries) {
      const time = await timed(work)
      if (round > 0) {
        times.get(name)!.push(time)
      }
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are those of the works
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<Name, number>
}
