/** The process of the server is killed with SIGKILL while people write: what was acknowledged is there, and once. */
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cellKey } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { RawClient } from '#collab/testing/RawClient.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { LiveFixture, type TestSheet } from '../testing/LiveFixture.ts'
import { ServerProcess } from '../testing/ServerProcess.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'

const KILLS = sizeOf({ short: 8, long: 200 })
/** Then they go on in another sheet: nothing is folded here, and a sheet that only grows slows everybody down. */
const KILLS_PER_SHEET = 20
const WRITERS = sizeOf({ short: 20, long: 50 })
const ROWS_EACH = 20
/** So often somebody tries. */
const CONNECTS = 5
const ACKNOWLEDGED_PER_LIFE = sizeOf({ short: 300, long: 1000 })
const PATIENCE_MS = sizeOf({ short: 120_000, long: 3_600_000 })

let database: TestDatabase
let fixture: LiveFixture
let server: ServerProcess | null = null

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterAll(async () => {
  await server?.kill()
  await database.drop()
})

async function startProcess(port: number): Promise<string> {
  server = await ServerProcess.start(database, {}, port)
  return server.url
}

/** What was tried and what was acknowledged, by cell and by mark of a bulk write. Every edit writes something new. */
class Ledger {
  readonly acknowledgedCells = new Map<string, number>()
  readonly triedCells = new Map<string, number>()
  readonly acknowledgedMarks = new Set<string>()
  acknowledged = 0
}

class Writer {
  readonly #index: number
  readonly #ledger: Ledger
  readonly #next: () => number
  readonly #token: string
  readonly #sheet: TestSheet
  #doc = new Y.Doc()
  #client: RawClient | null = null
  #edits = 0
  #last: Uint8Array | null = null

  constructor(index: number, token: string, sheet: TestSheet, ledger: Ledger) {
    this.#index = index
    this.#token = token
    this.#sheet = sheet
    this.#ledger = ledger
    this.#next = random(index)
    this.#follow()
  }

  /** Some come back with their document, some are new. */
  async connect(url: string): Promise<void> {
    if (this.#next() < 0.5) {
      this.#doc = new Y.Doc()
      this.#follow()
    }
    for (let attempt = 1; ; attempt++) {
      this.#client = new RawClient({ url, name: this.#sheet.name, token: this.#token, doc: this.#doc })
      try {
        return await this.#client.ready
      } catch (error) {
        if (attempt === CONNECTS) {
          throw error // a server that is too busy to sign everybody in in time closes, and they come again
        }
      }
    }
  }

  disconnect(): void {
    this.#client?.close()
  }

  edit(): void {
    const client = this.#client
    if (client === null || !client.isOpen || client.inFlight > 4) {
      return
    }
    const sheet = new Sheet(this.#doc)
    const row = `w${this.#index}-${Math.floor(this.#next() * ROWS_EACH)}`
    const value = this.#index * 1e6 + ++this.#edits
    const done = this.#next() < 0.85 ? this.#editCell(sheet, row, value) : this.#editBulk(sheet, row, value)
    sheet.destroy()
    client.send(this.#last!, () => {
      done()
      this.#ledger.acknowledged++
    })
  }

  #editCell(sheet: Sheet, row: string, value: number): () => void {
    const key = cellKey(row, this.#next() < 0.5 ? 4 : 5)
    sheet.layers.cells.set(key, value)
    this.#ledger.triedCells.set(key, value)
    return () => this.#ledger.acknowledgedCells.set(key, value)
  }

  #editBulk(sheet: Sheet, row: string, value: number): () => void {
    const mark = `m${value}`
    sheet.write([row], [2], () => mark)
    return () => this.#ledger.acknowledgedMarks.add(mark)
  }

  #follow(): void {
    this.#doc.clientID = 2 ** 20 + Math.floor(this.#next() * 2 ** 31)
    this.#doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'net') {
        this.#last = update
      }
    })
  }
}

/** The content as the journal alone has it. */
async function coldSheet({ document }: TestSheet): Promise<Sheet> {
  const { seed } = await database
    .owner('document_generations')
    .where({ document_id: document.documentId })
    .first('seed')
  const updates = await database
    .owner('document_updates')
    .where({ document_id: document.documentId })
    .orderBy('seq')
    .select('seq', 'bytes')
  expect(updates.map(({ seq }) => Number(seq))).toEqual(updates.map((_, i) => i + 1))
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seed)
  updates.forEach(({ bytes }) => Y.applyUpdate(doc, bytes))
  expect(doc.store.pendingStructs).toBe(null)
  return new Sheet(doc)
}

/** Answers how many edits were acknowledged. */
async function killWhileTheyWrite(kills: number): Promise<number> {
  const rows = Array.from({ length: WRITERS * ROWS_EACH }, (_, i) => `w${Math.floor(i / ROWS_EACH)}-${i % ROWS_EACH}`)
  const sheet = await fixture.newSheet(rows)
  const ledger = new Ledger()
  const writers = await Promise.all(
    Array.from(
      { length: WRITERS },
      async (_, i) => new Writer(i, (await fixture.newPerson('editor')).token, sheet, ledger),
    ),
  )
  let url = await startProcess(0)
  for (let life = 0; life <= kills; life++) {
    await Promise.all(writers.map((writer) => writer.connect(url)))
    const goal = ledger.acknowledged + ACKNOWLEDGED_PER_LIFE
    await until(() => {
      writers.forEach((writer) => writer.edit())
      return ledger.acknowledged >= goal
    }, `life ${life}: enough is acknowledged`)
    await server!.kill()
    writers.forEach((writer) => writer.disconnect())
    if (life < kills) {
      url = await startProcess(Number(new URL(url).port))
    }
  }
  const content = await coldSheet(sheet)
  expectEverythingOnce(content, ledger)
  await expectProjected(sheet, content)
  return ledger.acknowledged
}

function expectEverythingOnce(content: Sheet, ledger: Ledger): void {
  const lost = [...ledger.acknowledgedCells].filter(([key, value]) => {
    const now = content.layers.cells.get(key)
    // a later edit of the same writer may be durable although its acknowledgement was cut off
    return !(typeof now === 'number' && now >= value && now <= ledger.triedCells.get(key)!)
  })
  expect(lost).toEqual([])
  const marks = content.patches().flatMap((patch) => {
    const mark = patch.column(2)?.get(0)
    return typeof mark === 'string' ? [mark] : []
  })
  const found = new Set(marks)
  expect([...ledger.acknowledgedMarks].filter((mark) => !found.has(mark))).toEqual([])
  expect(found.size).toBe(marks.length)
}

async function expectProjected(sheet: TestSheet, content: Sheet): Promise<void> {
  const next = await fixture.startServer()
  await next.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  const projected = await database.owner('rows').where({ table_id: sheet.tableId }).select('row_id', 'values')
  for (const { row_id, values } of projected) {
    for (const ordinal of [2, 3, 4, 5]) {
      expect(values[ordinal] ?? null).toEqual(content.value(row_id, ordinal))
    }
  }
  await fixture.stop()
  expect(next.complaints).toEqual([])
}

test(
  `[DUR1] ${KILLS} times kill -9 under ${WRITERS} writers: every acknowledged edit is there, once`,
  async () => {
    let acknowledged = 0
    for (let killed = 0; killed < KILLS; killed += KILLS_PER_SHEET) {
      acknowledged += await killWhileTheyWrite(Math.min(KILLS_PER_SHEET, KILLS - killed))
    }
    process.stdout.write(`${acknowledged} edits were acknowledged over ${KILLS} kills\n`)
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS * ACKNOWLEDGED_PER_LIFE)
  },
  PATIENCE_MS,
)
