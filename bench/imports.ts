/**
 * Files of 100,000 rows x 10 that are brought over the API, read, compared, and written through gate, journal and projection,
 * against COPY FROM of the same; and the memory of a larger one. IMPORT_ROWS names other sizes than 100,000 and 1,000,000.
 */
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx'
import { from as copyFrom } from 'pg-copy-streams'
import { ApiCalls } from '#server/imports/command/ApiCalls.ts'
import { ImportCalls } from '#server/imports/command/ImportCalls.ts'
import { READING_LIMITS } from '#server/reading/readingLimits.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { activityRows, NUMBER_COLUMNS, ROW_COLUMNS, ROW_FIELDS } from './data/activityRows.ts'
import { createTable } from './data/productTable.ts'
import { beginPeak, peakMb } from './measure/peakMemory.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median, wait } from './measure/statistics.ts'

const [ROWS = 100_000, MANY] = (process.env['IMPORT_ROWS'] ?? '100000,1000000').split(',').map(Number)
const ROUNDS = 5
const POLL_MS = 10
/** With the row of titles the most that a workbook may have. */
const ROWS_IN_WORKBOOK = Math.min(ROWS, READING_LIMITS.cells / ROW_COLUMNS.length - 1)
/** Of a server that takes in a file of any size. */
const MOST_SERVER_MB = 300
/** Larger files are made of that many rows, over and over: the bench holds no more of them. */
const ROWS_IN_MEMORY = 100_000

/** Milliseconds. */
interface Steps {
  read: number
  preview: number
  commit: number
}

export async function benchImports(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'carbonsheet-imports-'))
  const product = await RunningProduct.start('demo')
  try {
    const csv = join(folder, 'rows.csv')
    const xlsx = join(folder, 'rows.xlsx')
    await writeCsv(csv, ROWS)
    await writeFile(xlsx, await workbookOf(ROWS_IN_WORKBOOK))
    await product.pool.query(`CREATE TABLE bare_imports (id bigserial PRIMARY KEY, ${BARE_COLUMNS})`)
    const works = {
      csv: async () => totalOf(await bring(product, csv)),
      copy: () => timed(() => copy(product, createReadStream(csv), true)),
      xlsx: async () => totalOf(await bring(product, xlsx)),
      reader: () =>
        timed(async () => copy(product, Readable.from(linesOf(await readXlsx(await readFile(xlsx)))), false)),
    }
    const times = await interleaved(works)
    const what = (rows: number): string => `${rows.toLocaleString('en')} rows x 10`
    const lines = [
      atMost(`import CSV of ${what(ROWS)}`, { ours: times.csv, reference: times.copy, unit: 'ms', times: 5 }),
      atMost(`import XLSX of ${what(ROWS_IN_WORKBOOK)}`, {
        ours: times.xlsx,
        reference: times.reader,
        unit: 'ms',
        times: 2,
      }),
    ]
    return MANY === undefined ? lines : [...lines, await memoryOf(product, join(folder, 'many.csv'), MANY)]
  } finally {
    await product.stop()
    await rm(folder, { recursive: true })
  }
}

async function memoryOf(product: RunningProduct, file: string, rows: number): Promise<BenchRow> {
  await writeCsv(file, rows)
  await wait(2000)
  const idleMb = beginPeak(product.pid)
  await bring(product, file)
  const ours = peakMb(product.pid) - idleMb
  const name = `import CSV of ${rows.toLocaleString('en')} rows: server above idle`
  return atMost(name, { ours, bar: MOST_SERVER_MB, unit: 'MB' })
}

/** Into a table of its own, from the first byte sent until everything is written and can be read by everybody. */
async function bring(product: RunningProduct, file: string): Promise<Steps> {
  const { tableId, cycleId } = await createTable(product.pool, ROW_FIELDS)
  const api = new ApiCalls({ url: product.origin, bearer: await product.signIn('admin@demo.example') })
  const calls = new ImportCalls(api, { pollMs: POLL_MS })
  const name = file.slice(file.lastIndexOf('/') + 1)
  const start = performance.now()
  const read = await calls.bring(await openAsBlob(file), { name, tableId, cycleId })
  const readAt = performance.now()
  if (read.state !== 'draft') {
    throw new Error(`not read: ${JSON.stringify(read.problem)}`)
  }
  const seen = await calls.preview(read)
  const seenAt = performance.now()
  const done = await calls.commit(seen)
  if (done.state !== 'committed' || done.counts?.written !== seen.counts?.added || done.counts?.rejected !== 0) {
    throw new Error(`not written: ${JSON.stringify([done.state, done.counts, done.problem])}`)
  }
  const steps = { read: readAt - start, preview: seenAt - readAt, commit: performance.now() - seenAt }
  process.stderr.write(`${name}: ${JSON.stringify({ rows: done.counts.written, ...steps })}\n`)
  return steps
}

const totalOf = ({ read, preview, commit }: Steps): number => read + preview + commit

const BARE_COLUMNS = ROW_COLUMNS.map((key) => `${key} ${NUMBER_COLUMNS.has(key) ? 'double precision' : 'text'}`).join()

async function copy({ pool }: RunningProduct, lines: Readable, header: boolean): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('TRUNCATE bare_imports')
    const sql = `COPY bare_imports (${ROW_COLUMNS.join()}) FROM STDIN (FORMAT csv, HEADER ${header})`
    await pipeline(lines, client.query(copyFrom(sql)))
  } finally {
    client.release()
  }
}

const cellText = (value: CellValue | undefined): string => {
  const text = value instanceof Date ? value.toISOString() : String(value ?? '')
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows below the first one, a thousand in a piece. */
function* linesOf({ sheets }: Awaited<ReturnType<typeof readXlsx>>): Generator<string> {
  const rows = sheets[0]!.rows
  for (let at = 1; at < rows.length; at += 1000) {
    const some = rows.slice(at, at + 1000)
    yield some.map((row) => `${row.map(cellText).join()}\n`).join('')
  }
}

async function writeCsv(file: string, count: number): Promise<void> {
  const rows = activityRows(Math.min(count, ROWS_IN_MEMORY))
  function* lines(): Generator<string> {
    yield `${ROW_COLUMNS.join()}\n`
    for (let at = 0; at < count; at += 1000) {
      const part = Array.from({ length: Math.min(1000, count - at) }, (_, i) => rows[(at + i) % rows.length]!)
      yield part.map((row) => `${ROW_COLUMNS.map((key) => cellText(row[key])).join()}\n`).join('')
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}

async function workbookOf(count: number): Promise<Uint8Array> {
  const rows = activityRows(count).map((row) => ROW_COLUMNS.map((key) => row[key]))
  return writeXlsx({ sheets: [{ name: 'Rows', rows: [[...ROW_COLUMNS], ...rows] }] })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Medians; the works take turns, so that what slows the machine slows them all. The first turn only warms up. */
async function interleaved<Name extends string>(
  works: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const entries = Object.entries<() => Promise<number>>(works)
  const times = new Map<string, number[]>(entries.map(([name]) => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, work] of entries) {
      const time = await work()
      if (round > 0) {
        times.get(name)!.push(time)
      }
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are those of the works
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<Name, number>
}
