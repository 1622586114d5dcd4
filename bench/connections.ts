/**
 * Many people on one server: 1,000 who only look and 200 who type once a second, spread over 40 sheets. The reference is
 * a bare Hocuspocus with the same documents and connections, and neither gate nor journal.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMost, type BenchRow } from './BenchRow.ts'
import { openAll, sitDown, typeForSeconds, type Desk } from './client/desks.ts'
import type { LightClient } from './client/LightClient.ts'
import { newLiveSheet } from './data/liveSheet.ts'
import { downloadedFrom } from './liveEdits.ts'
import { MeasuredProcess } from './measure/childProcess.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { quantile, wait } from './measure/statistics.ts'

const SHEETS = 40
const IDLE = 1000
const TYPING = 200
const SECONDS = 12
const ROWS = 200
const FIELDS = 8

interface Side {
  url: string
  token: string
  names: readonly string[]
  rssMb: () => Promise<number>
}

interface Figures {
  ack: number[]
  peer: number[]
  kbPerConnection: number
}

async function measure(side: Side): Promise<Figures> {
  const before = await side.rssMb()
  const idle = await openAll(IDLE, (i) => ({ ...side, name: side.names[i % SHEETS]!, stateVector: undefined }))
  const kbPerConnection = ((await side.rssMb()) - before) * (1000 / IDLE)
  const peer: number[] = []
  const desks: Desk[] = []
  const watchers: LightClient[] = []
  for (const [n, name] of side.names.entries()) {
    const sheet = await sitDown(
      { ...side, name },
      { typists: TYPING / SHEETS, fields: FIELDS, firstClient: n * 1000 },
      peer,
    )
    watchers.push(sheet.watcher)
    desks.push(...sheet.desks)
  }
  await typeForSeconds(desks, SECONDS)
  await wait(1000)
  const ack = desks.flatMap(({ client }) => client.ackMs)
  for (const client of [...idle, ...watchers, ...desks.map((desk) => desk.client)]) {
    client.close()
  }
  await wait(500)
  return { ack, peer, kbPerConnection }
}

export async function benchConnections(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const directory = mkdtempSync(join(tmpdir(), 'carbonsheet-bare-'))
  const token = await product.signIn('admin@demo.example')
  const sheets = []
  for (let n = 0; n < SHEETS; n++) {
    sheets.push(await newLiveSheet(product, token, { rows: ROWS, fields: FIELDS }))
  }
  const { url } = sheets[0]!
  const ours: Side = { url, token, names: sheets.map(({ name }) => name), rssMb: async () => product.rssMb }
  const seedFile = join(directory, 'seed')
  writeFileSync(seedFile, await downloadedFrom({ url, token, name: ours.names[0]! }))
  const reference = await MeasuredProcess.start(new URL('reference/bareHocuspocus.ts', import.meta.url), { seedFile })
  const bare: Side = {
    ...reference.address,
    names: Array.from({ length: SHEETS }, (_, n) => `bare-${n}`),
    rssMb: async () => (await reference.usage()).rssMb,
  }
  try {
    const [them, us] = [await measure(bare), await measure(ours)]
    const rows = [
      ['p50', 0.5, 150, 300],
      ['p95', 0.95, 150, 300],
      ['p99', 0.99, 500, 600],
    ] as const
    return [
      ...rows.map(([name, share, bar]) =>
        withReference(`200 typing, 1,000 idle: ack ${name}`, quantile(us.ack, share), quantile(them.ack, share), bar),
      ),
      ...rows.map(([name, share, , bar]) =>
        withReference(
          `200 typing, 1,000 idle: to a peer ${name}`,
          quantile(us.peer, share),
          quantile(them.peer, share),
          bar,
        ),
      ),
      atMost('memory of one connection', {
        ours: us.kbPerConnection,
        reference: them.kbPerConnection,
        unit: 'kB',
        times: 2,
      }),
    ]
  } finally {
    reference.stop()
    await product.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** The bar is in milliseconds (reliability.md T10); the bare server stands beside it. */
const withReference = (name: string, ours: number, reference: number, bar: number): BenchRow => ({
  name,
  ours,
  reference,
  unit: 'ms',
  ratio: ours / reference,
  bar: `<= ${bar} ms`,
  pass: ours <= bar,
})
