import type { SheetSession } from '#client/sync/SheetSession.ts'
import { RECONNECT } from '#client/sync/collabSocket.ts'
import { random } from '#collab/testing/random.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { Browser, type BrowserOptions } from './Browser.ts'

/** Fields of the common part and, of the other part, field 3. */
export const TYPED = [2, 3, 4, 5]
const NUMBER = 5

export interface SteadyTypistOptions extends Pick<BrowserOptions, 'url' | 'token' | 'describe'> {
  /** A row that nobody else writes in. */
  row: string
  seed: number
  /** Between two edits, on average, in milliseconds. */
  paceMs: number
}

/** Somebody who types and types in a row of their own, and notes everything that the page ever showed. */
export class SteadyTypist {
  readonly row: string
  /** Kinds of the save status that were shown. */
  readonly shown = new Set<string>()
  /** What else went wrong on the page, by what the page said. */
  readonly troubles = new Set<string>()
  /** The longest time between two acknowledged edits, in milliseconds. */
  longestGapMs = 0
  /** The last word in each field. */
  readonly #written = new Map<number, CellValue>()
  readonly #next: () => number
  readonly #paceMs: number
  #browser: Browser | null = null
  #typed = 0
  #acknowledged = 0
  #acknowledgedAt = performance.now()
  #typing: Promise<void> | null = null
  #isDone = false

  static async open({ row, seed, paceMs, ...options }: SteadyTypistOptions): Promise<SteadyTypist> {
    const typist = new SteadyTypist(row, seed, paceMs)
    typist.#browser = await Browser.open({
      ...options,
      reconnect: RECONNECT,
      onSession: (session) => session.subscribe(() => typist.#look(session)),
    })
    return typist
  }

  private constructor(row: string, seed: number, paceMs: number) {
    this.row = row
    this.#next = random(seed)
    this.#paceMs = paceMs
  }

  get session(): SheetSession {
    return this.#browser!.session
  }

  /** Edits that the server has, as far as the page says. */
  get acknowledged(): number {
    return this.#acknowledged
  }

  get isSaved(): boolean {
    const { ready, status, unsavedEdits } = this.session.view()
    return ready && status.kind === 'saved' && unsavedEdits === 0
  }

  /** Types until it is told to stop. What was shown before does not count. */
  start(): void {
    this.shown.clear()
    this.#isDone = false
    this.#acknowledgedAt = performance.now()
    this.#typing = this.#typeOn()
  }

  async stop(): Promise<void> {
    this.#isDone = true
    await this.#typing
  }

  type(): void {
    const ordinal = TYPED[Math.floor(this.#next() * TYPED.length)]!
    const value = ordinal === NUMBER ? ++this.#typed : `${this.row} ${++this.#typed}`
    this.#written.set(ordinal, value)
    this.session.editing.apply({ writes: [{ row: this.row, ordinal, value }] })
  }

  /** Last words that are not what is said to be there. */
  lost(value: (row: string, ordinal: number) => CellValue): unknown[] {
    return [...this.#written].filter(([ordinal, last]) => value(this.row, ordinal) !== last)
  }

  destroy(): void {
    this.#browser?.destroy()
  }

  async #typeOn(): Promise<void> {
    while (!this.#isDone) {
      this.type()
      await new Promise((resolve) => setTimeout(resolve, this.#paceMs * (0.5 + this.#next())))
    }
  }

  #look(session: SheetSession): void {
    const { status, unsavedEdits, notSaved, writable, ready } = session.view()
    this.shown.add(status.kind)
    notSaved.forEach(({ reason }) => this.troubles.add(`not saved: ${reason}`))
    if (ready && TYPED.some((ordinal) => !writable.has(ordinal))) {
      this.troubles.add('read-only')
    }
    const acknowledged = this.#typed - unsavedEdits
    if (acknowledged > this.#acknowledged) {
      const now = performance.now()
      this.longestGapMs = Math.max(this.longestGapMs, now - this.#acknowledgedAt)
      this.#acknowledged = acknowledged
      this.#acknowledgedAt = now
    }
  }
}
