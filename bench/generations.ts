/**
 * Generations of 100,000 x 20: what a fold costs, what it saves whoever opens the sheet afterwards, and how long somebody
 * who looks on sees nothing new while another types and the sheet goes on in its next generation.
 */
import { fork, type ChildProcess } from 'node:child_process'
import * as Y from 'yjs'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import type { SessionOrder, SessionReport } from './client/sessionProcess.ts'
import { largeSheet, type LargeSheet } from './data/largeSheet.ts'
import { random } from './data/random.ts'
import { layeredUpdate, sheetTable, valueFor, type SheetTable } from './data/sheetTable.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median, medianCpuMs, medianCpuMsInTurns, wait } from './measure/statistics.ts'

const ROWS = 100_000
const FIELDS = 20
/** At most so much lies above the base when a sheet is folded. */
const ENTRIES = 10_000
const AUTHORS = 20
const MOVES = 11
/** Somewhat fewer bulk writes than a sheet has when it is folded. */
const PASTES = 60

export async function benchGenerations(): Promise<BenchRow[]> {
  const table = sheetTable(ROWS, FIELDS)
  const fresh = layeredUpdate(table)
  const grown = grownFrom(fresh, table)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, grown)
  const sheet = new Sheet(doc)
  const folded = foldSheet(sheet)
  const [afterFold, whenFresh] = medianCpuMsInTurns(
    15,
    () => open(folded, table),
    () => open(fresh, table),
  )
  const rows = [
    atMost('fold 100k x 20, CPU', { ours: medianCpuMs(5, () => void foldSheet(sheet)), bar: 1000, unit: 'ms' }),
    atMost('open 100k x 20 after a fold, against a fresh one', {
      ours: afterFold,
      reference: whenFresh,
      unit: 'ms',
      times: 1.1,
    }),
    atMost('open 100k x 20 just before a fold, CPU', {
      ours: medianCpuMs(9, () => open(grown, table)),
      bar: 150,
      unit: 'ms',
    }),
  ]
  return [...rows, ...(await benchMoves())]
}

/** As large as it becomes before it is folded. */
function grownFrom(update: Uint8Array, table: SheetTable): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const sheet = new Sheet(doc)
  const next = random(3)
  for (let n = 0; n < ENTRIES; n++) {
    if (n % (ENTRIES / AUTHORS) === 0) {
      doc.clientID = newAuthorClient()
    }
    const column = Math.floor(next() * FIELDS)
    sheet.set(table.rows[Math.floor(next() * ROWS)]!, 2 + column, valueFor(next, column))
  }
  return Y.encodeStateAsUpdate(doc)
}

function open(update: Uint8Array, { ordinals }: SheetTable): void {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const store = new ColumnStore(new Sheet(doc))
  for (const slot of store.liveSlots().subarray(0, 50)) {
    for (const ordinal of ordinals) {
      store.value(slot, ordinal)
    }
  }
}

/** Small bulk writes into a sheet. */
class Pastes {
  readonly #product: RunningProduct
  readonly #token: string
  readonly #sheet: LargeSheet
  #written = 0

  constructor(product: RunningProduct, token: string, sheet: LargeSheet) {
    this.#product = product
    this.#token = token
    this.#sheet = sheet
  }

  async write(): Promise<void> {
    const { tableId, cycleId, rows } = this.#sheet
    const first = 1 + (this.#written++ % PASTES) * 10
    const body = rows.slice(first, first + 10).map((id) => ({
      id,
      values: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`n${i}`, this.#written + i])),
    }))
    const answer = await fetch(`${this.#product.origin}/api/v1/tables/${tableId}/rows?cycle_id=${cycleId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rows: body }),
    })
    if (!answer.ok) {
      throw new Error(await answer.text())
    }
  }

  /** One after the other, unhurried, until the server folds the sheet because of them. */
  async untilFolding(): Promise<void> {
    while (!(await this.#isProposed())) {
      await this.write()
      await wait(200)
    }
  }

  async #isProposed(): Promise<boolean> {
    const { rows } = await this.#product.pool.query(
      `SELECT 1 FROM document_generations g JOIN documents d ON d.id = g.document_id
       WHERE d.id = $1 AND g.generation > d.generation`,
      [this.#sheet.documentId],
    )
    return rows.length > 0
  }
}

/** A session in a process of its own. */
class BenchSession {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(order: SessionOrder): Promise<BenchSession> {
    const child = fork(new URL('client/sessionProcess.ts', import.meta.url), [JSON.stringify(order)])
    await new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`the session ended with ${code}`)))
    })
    return new BenchSession(child)
  }

  report(): Promise<SessionReport> {
    return new Promise((resolve) => {
      this.#child.once('message', (report: SessionReport) => resolve(report))
      this.#child.send('report')
    })
  }

  /** Asks until it holds; answers the worst that was reported meanwhile. */
  async until(holds: (report: SessionReport) => boolean): Promise<SessionReport> {
    let worst: SessionReport | null = null
    for (;;) {
      const report = await this.report()
      worst = worstOf(worst, report)
      if (holds(report)) {
        return worst
      }
      await wait(20)
    }
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }
}

const worstOf = (one: SessionReport | null, other: SessionReport): SessionReport => ({
  ...other,
  silentMs: Math.max(one?.silentMs ?? 0, other.silentMs),
  moveMs: Math.max(one?.moveMs ?? 0, other.moveMs),
  busyMs: Math.max(one?.busyMs ?? 0, other.busyMs),
  receivedMb: (one?.receivedMb ?? 0) + other.receivedMb,
})

/** One types every 10 ms, one looks on. */
async function benchMoves(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const sessions: BenchSession[] = []
  try {
    const token = await product.signIn('admin@demo.example')
    const fields = Array.from({ length: FIELDS }, (_, i) => ({ key: `n${i}`, type: 'number' as const }))
    const sheet = await largeSheet(product, sheetTable(ROWS, FIELDS), fields)
    const { tableId, cycleId } = sheet
    const order = { origin: product.origin, token, sheet: { tableId, cycleId }, ordinal: 3 }
    const [typist, watcher] = await Promise.all([
      BenchSession.start({ ...order, isTyping: true }),
      BenchSession.start({ ...order, isTyping: false }),
    ])
    sessions.push(typist, watcher)
    await typist.until(({ ready }) => ready)
    await watcher.until(({ ready }) => ready)
    await wait(1000)
    await watcher.report()
    await wait(3000)
    const calm = await watcher.report()
    const moves: SessionReport[] = []
    const pastes = new Pastes(product, token, sheet)
    for (let n = 0; n < MOVES; n++) {
      for (let i = 0; i < PASTES; i++) {
        await pastes.write()
      }
      await wait(1000)
      const { epoch } = await watcher.report()
      await pastes.untilFolding()
      const moving = await watcher.until((report) => report.epoch > epoch)
      await wait(1500)
      moves.push(worstOf(moving, await watcher.report()))
    }
    process.stderr.write(`${JSON.stringify({ calm, moves })}\n`)
    const of = (figure: 'silentMs' | 'moveMs' | 'busyMs' | 'receivedMb'): number =>
      median(moves.map((move) => move[figure]))
    return [
      atMost('a move to a new generation, 100k x 20: nothing new seen for', {
        ours: of('moveMs'),
        bar: 100,
        unit: 'ms',
      }),
      atMost('a move to a new generation: and while it is prepared for', {
        ours: of('silentMs'),
        bar: 100,
        unit: 'ms',
      }),
      atMost('a move to a new generation: the page is held up for', { ours: of('busyMs'), bar: 100, unit: 'ms' }),
      atMost('a move to a new generation: downloaded', { ours: of('receivedMb'), bar: 1, unit: 'MB' }),
    ]
  } finally {
    sessions.forEach((session) => session.stop())
    await product.stop()
  }
}
