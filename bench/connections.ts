/**
 * Many people on one server: 1,000 who only look and 200 who type once a second, spread over 40 sheets. The reference is
 * a bare Hocuspocus with the same documents and connections, and neither gate nor journal.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { SERVER_CLIENTS } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { LightClient } from './client/LightClient.ts'
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
/** Opened at once; a crowd that arrives in the same instant is another measurement. */
const OPENED_TOGETHER = 50

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

/** What a typist needs: the document to make edits on, and rows of their own. */
interface Desk {
  client: LightClient
  type(): void
}

const now = (): number => performance.timeOrigin + performance.now()

async function measure(side: Side): Promise<Figures> {
  const before = await side.rssMb()
  const idle = await openAll(IDLE, (i) => ({ ...side, name: side.names[i % SHEETS]!, stateVector: undefined }))
  const kbPerConnection = ((await side.rssMb()) - before) * (1000 / IDLE)
  const peer: number[] = []
  const desks: Desk[] = []
  const watchers: LightClient[] = []
  for (const [n, name] of side.names.entries()) {
    const sheet = await sitDown({ ...side, name }, n, peer)
    watchers.push(sheet.watcher)
    desks.push(...sheet.desks)
  }
  const ends = performance.now() + SECONDS * 1000
  await Promise.all(
    desks.map(async ({ type }, i) => {
      await wait((i * 1000) / TYPING)
      while (performance.now() < ends) {
        type()
        await wait(1000)
      }
    }),
  )
  await wait(1000)
  const ack = desks.flatMap(({ client }) => client.ackMs)
  for (const client of [...idle, ...watchers, ...desks.map((desk) => desk.client)]) {
    client.close()
  }
  await wait(500)
  return { ack, peer, kbPerConnection }
}

/** The typists of one sheet, and somebody who sees their edits arrive. */
async function sitDown(
  place: { url: string; token: string; name: string },
  n: number,
  peer: number[],
): Promise<{ watcher: LightClient; desks: Desk[] }> {
  const update = await downloadedFrom(place)
  const [source, seen] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(source, update, 'net')
  Y.applyUpdate(seen, update, 'net')
  const watcher = new LightClient({ ...place, doc: seen })
  await watcher.ready
  const cells = seen.getMap('c')
  cells.observe((event) => {
    const at = now()
    for (const key of event.keysChanged) {
      const value = cells.get(key)
      if (typeof value === 'number' && value > 1e12) {
        peer.push(at - value)
      }
    }
  })
  const stateVector = Y.encodeStateVector(source)
  const clients = await openAll(TYPING / SHEETS, () => ({ ...place, stateVector }))
  const sheet = new Sheet(source)
  const rows = [...sheet.content().keys()]
  let current = clients[0]!
  source.on('update', (edit: Uint8Array) => current.send(edit))
  const desks = clients.map((client, i): Desk => {
    let typed = 0
    const clientId = SERVER_CLIENTS + 5_000_000 + n * 1000 + i
    const own = rows.filter((_, row) => row % clients.length === i)
    return {
      client,
      type: () => {
        current = client
        source.clientID = clientId
        sheet.set(own[typed % own.length]!, 2 + (typed++ % FIELDS), now())
      },
    }
  })
  return { watcher, desks }
}

async function openAll(
  count: number,
  optionsOf: (i: number) => { url: string; name: string; token: string; stateVector?: Uint8Array | undefined },
): Promise<LightClient[]> {
  const clients: LightClient[] = []
  while (clients.length < count) {
    const together = Array.from({ length: Math.min(OPENED_TOGETHER, count - clients.length) }, (_, i) => {
      const { stateVector, ...place } = optionsOf(clients.length + i)
      return new LightClient(stateVector === undefined ? place : { ...place, stateVector })
    })
    await Promise.all(together.map((client) => client.ready))
    clients.push(...together)
  }
  return clients
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
