/**
 * Cycles of 10,000, 100,000 and 1,000,000 rows: locked over the API, which computes, hashes and seals them, their packs taken,
 * and verified by the command with 512 MB of heap. Seven cells in each row, and the history of each cell. RUN_ROWS names other
 * sizes, from small to large.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '#server/storage/database/openDatabase.ts'
import { type LargeCycle, largeCycle } from '#server/testing/largeCycle.ts'
import { atMost, type BenchRow, reaches } from './BenchRow.ts'
import { demoFactors } from './data/demoFactors.ts'
import { beginPeak, peakMb } from './measure/peakMemory.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { wait } from './measure/statistics.ts'

const SIZES = (process.env['RUN_ROWS'] ?? '10000,100000,1000000').split(',').map(Number)
const HEAP_MB = 512
const READ_AT_ONCE = 2000
/** Of a server that seals a cycle of any size. */
const MOST_SERVER_MB = 300
/** Of the speed of a program that reads the rows and adds them up, and freezes, writes, hashes and proves nothing. */
const SLOWEST = 0.02
/** Ten times the rows: so much more per row. */
const LINEAR = 1.2
const VERIFY = fileURLToPath(new URL('../server/packs/main.ts', import.meta.url))

interface Measured {
  rows: number
  sealMs: number
  /** Of the server process, without its database. */
  sealCpuMs: number
  /** Resident above what the idle server had, in MB. */
  sealMb: number
  packMs: number
  packMb: number
  verifyMs: number
  /** Resident of the command, in MB. */
  verifyMb: number
  /** Reading the same rows, and nothing else. */
  selectMs: number
  /** The same arithmetic over typed arrays. */
  loopMs: number
}

export async function benchRuns(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'carbonsheet-runs-'))
  const product = await RunningProduct.start('demo')
  const owner = openDatabase({ url: product.databaseUrl, poolSize: 1 })
  try {
    const asked = await demoFactors(product.pool)
    const measured: Measured[] = []
    // the first one is for the compiler
    for (const size of [2000, ...SIZES]) {
      const cycle = await largeCycle(owner, { ...asked, rows: size })
      measured.push(await measure(product, { cycle, rows: size, file: join(folder, `${size}.tar.gz`) }))
      process.stderr.write(`${JSON.stringify(measured.at(-1))}\n`)
    }
    return linesOf(measured.slice(1))
  } finally {
    await owner.destroy()
    await product.stop()
    await rm(folder, { recursive: true })
  }
}

async function measure(
  product: RunningProduct,
  { cycle, rows, file }: { cycle: LargeCycle; rows: number; file: string },
): Promise<Measured> {
  // each may take longer than a token lasts
  const signedIn = async () => ({ authorization: `Bearer ${await product.signIn('admin@demo.example')}` })
  const path = `${product.origin}/api/v1/cycles/${cycle.cycleId}`
  const selectMs = await timed(() => readAll(product, cycle))
  await wait(2000)
  const locking = await signedIn()
  const idleMb = beginPeak(product.pid)
  const cpuBefore = product.cpuMs
  const sealMs = await timed(async () => {
    await patientPost(`${path}/status`, locking, '{"status":"locked"}')
  })
  const sealCpuMs = product.cpuMs - cpuBefore
  const sealMb = peakMb(product.pid) - idleMb
  await wait(2000)
  const taking = await signedIn()
  const idleAgainMb = beginPeak(product.pid)
  const packMs = await timed(async () => {
    const answer = await expectGood(await fetch(`${path}/pack`, { headers: taking }))
    await pipeline(Readable.from(answer.body!), createWriteStream(file))
  })
  const packMb = peakMb(product.pid) - idleAgainMb
  let verifyMb = 0
  const verifyMs = await timed(async () => {
    verifyMb = await verify(file)
  })
  const loopMs = plainLoopMs(rows)
  return { rows, sealMs, sealCpuMs, sealMb, packMs, packMb, verifyMs, verifyMb, selectMs, loopMs }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** `fetch` gives up after five minutes. */
async function patientPost(url: string, headers: Record<string, string>, body: string): Promise<void> {
  const asked = request(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } })
  asked.end(body)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const said = await text(answer)
  if (answer.statusCode !== 200) {
    throw new Error(`${answer.statusCode} ${said.slice(0, 500)}`)
  }
}

async function expectGood(answer: Response): Promise<Response> {
  if (!answer.ok) {
    throw new Error(`${answer.status} ${(await answer.text()).slice(0, 500)}`)
  }
  return answer
}

async function readAll({ pool }: RunningProduct, { tenantId, cycleId, tableIds }: LargeCycle): Promise<void> {
  const client = await pool.connect()
  await client.query('BEGIN')
  for (const [at, tableId] of tableIds.entries()) {
    await client.query(
      `DECLARE bench_${at} NO SCROLL CURSOR FOR SELECT row_id, values, gathered FROM rows
       WHERE tenant_id = '${tenantId}' AND table_id = '${tableId}' AND cycle_id = '${cycleId}' AND NOT deleted
       ORDER BY row_id COLLATE "C"`,
    )
    while ((await client.query(`FETCH ${READ_AT_ONCE} FROM bench_${at}`)).rows.length === READ_AT_ONCE) {
      // and nothing is done with them
    }
  }
  await client.query('COMMIT')
  client.release()
}

/** Answers its peak of resident memory, in MB. */
async function verify(file: string): Promise<number> {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, VERIFY, 'verify', file])
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  let most = 0
  const watch = setInterval(() => {
    try {
      most = peakMb(child.pid!)
    } catch {
      // it ended between two looks
    }
  }, 50)
  const [code] = await once(child, 'close')
  clearInterval(watch)
  if (code !== 0 || !said.startsWith('Verified')) {
    throw new Error(`the verification ended with ${code}: ${said}`)
  }
  return most
}

const GASES = 3
const KG_PER_KWH = [0.2, 0.0004, 0.0001]

/** Emissions and their gases, added up by site and month. */
function plainLoopMs(rows: number): number {
  const [quantity, recovery] = [new Float64Array(rows).fill(1234.5), new Float64Array(rows).fill(0.25)]
  const place = Uint16Array.from({ length: rows }, (_, at) => at % 288)
  const sums = new Float64Array(288 * (GASES + 1))
  const start = performance.now()
  for (let row = 0; row < rows; row++) {
    const at = place[row]! * (GASES + 1)
    for (let gas = 0; gas < GASES; gas++) {
      const kg = quantity[row]! * KG_PER_KWH[gas]! * (1 - recovery[row]!)
      sums[at + gas]! += kg
      sums[at + GASES]! += kg
    }
  }
  const tookMs = performance.now() - start
  if (!(sums[0]! > 0)) {
    throw new Error('the loop added nothing')
  }
  return tookMs
}

function linesOf(measured: readonly Measured[]): BenchRow[] {
  const named = (rows: number): string => `${rows / 1000}k rows`
  const perRow = (figure: 'sealMs' | 'packMs' | 'verifyMs', { rows, [figure]: ms }: Measured): number =>
    (ms * 1000) / rows
  const figures = [
    ['sealMs', 'seal'],
    ['packMs', 'pack'],
    ['verifyMs', 'verify'],
  ] as const
  const each = measured.flatMap((one) => {
    const { rows } = one
    const perSecond = (ms: number): number => (rows * 1000) / ms
    const atLeastOf = { reference: perSecond(one.selectMs + one.loopMs), unit: '1/s', times: SLOWEST }
    return [
      reaches(`seal ${named(rows)} a second, against SELECT and a loop`, { ours: perSecond(one.sealMs), ...atLeastOf }),
      reaches(`verify ${named(rows)} a second, against the same`, { ours: perSecond(one.verifyMs), ...atLeastOf }),
      atMost(`seal ${named(rows)}: server above idle`, { ours: one.sealMb, bar: MOST_SERVER_MB, unit: 'MB' }),
      atMost(`pack of ${named(rows)}: server above idle`, { ours: one.packMb, bar: MOST_SERVER_MB, unit: 'MB' }),
      atMost(`verify ${named(rows)}: the whole command`, { ours: one.verifyMb, bar: HEAP_MB, unit: 'MB' }),
    ]
  })
  const ratios = measured.slice(1).flatMap((one, at) =>
    figures.map(([figure, name]) =>
      atMost(`${name}, time per row: ${named(one.rows)} against ${named(measured[at]!.rows)}`, {
        ours: perRow(figure, one),
        reference: perRow(figure, measured[at]!),
        unit: 'µs',
        times: LINEAR,
      }),
    ),
  )
  return [...each, ...ratios]
}
