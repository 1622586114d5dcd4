/**
 * Edits on real sockets: the whole product (sign-in, gate, journal, projector) against a bare Hocuspocus server with the
 * same document and neither gate nor journal. All clients run in this process, so their share is the same on both sides.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import * as Y from 'yjs'
import type { DocumentKey, JournalEntry } from '#collab/hocuspocus/Journal.ts'
import { newAuthorClient, SERVER_CLIENTS } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { appendBatch } from '#server/storage/journal/appendBatch.ts'
import { atMost, reaches, type BenchRow } from './BenchRow.ts'
import { LightClient } from './client/LightClient.ts'
import { newLiveSheet } from './data/liveSheet.ts'
import { random } from './data/random.ts'
import { MeasuredProcess } from './measure/childProcess.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median, quantile, wait } from './measure/statistics.ts'

const ROWS = 10_000
const FIELDS = 15
const SECONDS = 6
/** Fewer than a sheet has when it is folded: the clients here do not move on. */
const SATURATING_EDITS = 9000
const ROUNDS = 3
const COMMITS = 200
const PASTED_ROWS = 10_000
const PASTED_FIELDS = 10
const PASTES = 7

/** A server with one document of it. */
export interface Side {
  url: string
  name: string
  token: string
  cpuMs: () => Promise<number> | number
}

/** From one person's edit to another's document, in milliseconds. */
export interface Latency {
  p50: number
  p95: number
}

const now = (): number => performance.timeOrigin + performance.now()

/** Until what follows from earlier writes is done. */
async function untilCalm(product: RunningProduct): Promise<void> {
  let before: number
  do {
    before = product.cpuMs
    await wait(1000)
  } while (product.cpuMs > before + 20)
}

/** A copy of the document as it is on that server. */
export async function downloadedFrom(side: { url: string; name: string; token: string }): Promise<Uint8Array> {
  const doc = new Y.Doc()
  const client = new LightClient({ ...side, doc })
  await client.ready
  client.close()
  return Y.encodeStateAsUpdate(doc)
}

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update, 'net')
  return doc
}

/** `count` clients that claim to have everything, so that they do not all download the sheet. */
async function connect(side: Side, count: number, stateVector: Uint8Array): Promise<LightClient[]> {
  const clients = Array.from({ length: count }, () => new LightClient({ ...side, stateVector }))
  await Promise.all(clients.map((client) => client.ready))
  return clients
}

/** Every client makes `perSecond` edits a second; one more client measures when they arrive. */
export async function latencyOf(side: Side, count: number, perSecond: number): Promise<Latency> {
  const update = await downloadedFrom(side)
  const [source, target] = [docOf(update), docOf(update)]
  const receiver = new LightClient({ ...side, doc: target })
  await receiver.ready
  const clients = await connect(side, count, Y.encodeStateVector(source))
  const arrived: number[] = []
  const cells = target.getMap('c')
  cells.observe((event) => {
    const at = now()
    for (const key of event.keysChanged) {
      const value = cells.get(key)
      if (typeof value === 'number' && value > 1e12) {
        arrived.push(at - value)
      }
    }
  })
  let current = clients[0]!
  source.on('update', (edit: Uint8Array, origin: unknown) => {
    if (origin !== 'net') {
      current.send(edit)
    }
  })
  const sheet = new Sheet(source)
  const rows = [...sheet.content().keys()]
  const next = random(9)
  const total = count * perSecond * SECONDS
  const start = performance.now()
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * count * perSecond))
    for (; sent < due; sent++) {
      const i = Math.floor(next() * count)
      current = clients[i]!
      source.clientID = SERVER_CLIENTS + 1000 + i + count * 1000
      // a client touches only rows of its own, so that no edit depends on one that is under way
      const row = rows[i + count * Math.floor(next() * Math.floor(rows.length / count))]!
      sheet.set(row, 2 + Math.floor(next() * FIELDS), now())
    }
    await wait(1)
  }
  await wait(400)
  for (const client of [receiver, ...clients]) {
    client.close()
  }
  return { p50: quantile(arrived, 0.5), p95: quantile(arrived, 0.95) }
}

/** From the keystroke of a paste of 10,000 x 10 until another person's document has it. */
async function pasteToPeerMs(side: Side): Promise<number> {
  const update = await downloadedFrom(side)
  const [source, target] = [docOf(update), docOf(update)]
  const receiver = new LightClient({ ...side, doc: target })
  const [sender] = await connect(side, 1, Y.encodeStateVector(source))
  await receiver.ready
  source.clientID = newAuthorClient()
  source.on('update', (edit: Uint8Array) => sender!.send(edit))
  const next = random(7)
  const arrived = new Promise<number>((resolve) => target.getArray('p').observe(() => resolve(performance.now())))
  const sheet = new Sheet(source)
  const rows = [...sheet.content().keys()].slice(0, PASTED_ROWS)
  const ordinals = Array.from({ length: PASTED_FIELDS }, (_, i) => 2 + i)
  const start = performance.now()
  sheet.write(rows, ordinals, () => Math.round(next() * 1e6) / 100)
  const ms = (await arrived) - start
  receiver.close()
  sender!.close()
  return ms
}

/** 50 connections with 20 edits in flight each: edits per CPU second of the server. */
async function editsPerCpuSecond(side: Side): Promise<number> {
  const source = docOf(await downloadedFrom(side))
  const clients = await connect(side, 50, Y.encodeStateVector(source))
  const queues: Uint8Array[][] = clients.map(() => [])
  const sheet = new Sheet(source)
  const rows = [...sheet.content().keys()]
  const next = random(5)
  let i = 0
  source.on('update', (edit: Uint8Array) => queues[i]!.push(clients[i]!.encode(edit)))
  for (let n = 0; n < SATURATING_EDITS; n++) {
    i = n % clients.length
    source.clientID = SERVER_CLIENTS + 900_000 + i
    const row = rows[i + clients.length * Math.floor(next() * Math.floor(rows.length / clients.length))]!
    sheet.set(row, 2 + Math.floor(next() * FIELDS), Math.round(next() * 1e6) / 100)
  }
  const before = await side.cpuMs()
  const sent = clients.map(() => 0)
  const end = performance.now() + 60_000
  while (clients.some((client, c) => client.acked < queues[c]!.length) && performance.now() < end) {
    clients.forEach((client, c) => {
      while (sent[c]! < queues[c]!.length && client.inFlight < 20) {
        client.sendFrame(queues[c]![sent[c]!++]!)
      }
    })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const done = clients.reduce((sum, client) => sum + client.acked, 0)
  const used = (await side.cpuMs()) - before
  for (const client of clients) {
    client.close()
  }
  return done / (used / 1000)
}

/**
 * What the journal needs for one small edit, from here, when edits come as often as in the measurement: one statement, one
 * commit. Processes that sleep in between wake up slowly, so a tight loop would be another ruler.
 */
async function commitMs(product: RunningProduct, document: DocumentKey, perSecond: number): Promise<number[]> {
  const pool = new pg.Pool({ connectionString: product.databaseUrl, max: 1 })
  const client = await pool.connect()
  await client.query(`SET ROLE ${client.database}_app`)
  const doc = new Y.Doc()
  const sheet = new Sheet(doc)
  const times: number[] = []
  for (let n = 0; n < COMMITS; n++) {
    const before = Y.encodeStateVector(doc)
    sheet.set('bench', 2, n)
    const entry: JournalEntry = {
      ...document,
      author: { userId: null, sessionId: null, origin: 'system' },
      epoch: 0,
      seen: Number.MAX_SAFE_INTEGER,
      repaired: false,
      clients: [doc.clientID],
      gestures: null,
      bytes: Y.encodeStateAsUpdate(doc, before),
    }
    await wait(1000 / perSecond)
    const start = performance.now()
    const [receipt] = await appendBatch(client, [entry])
    times.push(performance.now() - start)
    if (receipt?.verdict !== 'ok') {
      throw new Error(`the journal answered ${receipt?.verdict}`)
    }
  }
  client.release()
  await pool.end()
  return times
}

export async function benchLiveEdits(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const directory = mkdtempSync(join(tmpdir(), 'carbonsheet-bare-'))
  const token = await product.signIn('admin@demo.example')
  const newSide = async (): Promise<Side> => {
    const { url, name } = await newLiveSheet(product, token, { rows: ROWS, fields: FIELDS })
    await untilCalm(product)
    return { url, name, token, cpuMs: () => product.cpuMs }
  }
  const { key: spare } = await newLiveSheet(product, token, { rows: 1, fields: FIELDS })
  const ours = await newSide()
  const seedFile = join(directory, 'seed')
  writeFileSync(seedFile, await downloadedFrom(ours))
  const reference = await MeasuredProcess.start(new URL('reference/bareHocuspocus.ts', import.meta.url), { seedFile })
  const bare: Side = { ...reference.address, cpuMs: async () => (await reference.usage()).cpuMs }
  const newBare = (round: number): Side => ({ ...bare, name: `bare ${round}` })
  const rows: BenchRow[] = []
  try {
    for (const [count, perSecond] of [
      [1, 10],
      [10, 2],
      [50, 2],
    ] as const) {
      const measured: Record<'ours' | 'bare', Latency[]> = { ours: [], bare: [] }
      for (let round = 0; round < ROUNDS; round++) {
        measured.bare.push(await latencyOf(bare, count, perSecond))
        measured.ours.push(await latencyOf(ours, count, perSecond))
      }
      const commits = await commitMs(product, spare, count * perSecond)
      const of = (side: 'ours' | 'bare', key: keyof Latency): number =>
        median(measured[side].map((latency) => latency[key]))
      const [p50Bar, p95Bar] = [
        of('bare', 'p50') + 2 * quantile(commits, 0.5),
        of('bare', 'p95') + quantile(commits, 0.99),
      ]
      rows.push(
        atMost(`edit to a peer, ${count} clients, p50 (bare + 2 commits of the journal)`, {
          ours: of('ours', 'p50'),
          reference: p50Bar,
          unit: 'ms',
          times: 1,
        }),
        atMost(`edit to a peer, ${count} clients, p95 (bare + p99 of such a commit)`, {
          ours: of('ours', 'p95'),
          reference: p95Bar,
          unit: 'ms',
          times: 1,
        }),
      )
    }
    const throughput: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
    for (let round = 0; round < ROUNDS; round++) {
      throughput.bare.push(await editsPerCpuSecond(newBare(round)))
      throughput.ours.push(await editsPerCpuSecond(await newSide()))
    }
    const pastes: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
    for (let round = 0; round < PASTES; round++) {
      pastes.bare.push(await pasteToPeerMs(newBare(round)))
      pastes.ours.push(await pasteToPeerMs(await newSide()))
    }
    rows.push(
      atMost('paste 10k x 10 to a peer, against the same patch through bare Hocuspocus', {
        ours: median(pastes.ours),
        reference: median(pastes.bare),
        unit: 'ms',
        times: 2,
      }),
      reaches('edits per CPU second of the server, 50 peers', {
        ours: median(throughput.ours),
        reference: median(throughput.bare),
        unit: '/s',
        times: 0.6,
      }),
    )
  } finally {
    reference.stop()
    await product.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  return rows
}
