import type { SheetSession } from '#client/sync/SheetSession.ts'
import { cellKey } from '#collab/schema/layout.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { Browser, type BrowserOptions } from './Browser.ts'
import type { JournalReader } from './JournalReader.ts'

/** What somebody wrote last in a cell. */
interface Word {
  row: string
  ordinal: number
  value: CellValue
  /** A text that was never written before, by anybody. */
  isNew: boolean
  /** When, in milliseconds since 1970. */
  writtenMs: number
}

/** A word of which the page said that it is saved. */
export interface ClaimedWord extends Word {
  /** What the page showed in the cell: the word, or what somebody else wrote. */
  shown: CellValue
}

/** The page said "saved" at that time, in milliseconds since 1970; by then these were written and not said to be refused. */
export interface Claim {
  atMs: number
  words: readonly ClaimedWord[]
}

export interface WitnessOptions extends Pick<BrowserOptions, 'url' | 'token' | 'describe'> {
  userId: string
  /** A row that nobody else writes in. */
  ownRow: string
  /** Rows that others write in, too. */
  sharedRows: readonly string[]
  /** Fields with texts that this person may write, in both parts. */
  texts: readonly number[]
  number: number
  /** A field that this person may read and not write. */
  forbidden: number | null
  next: () => number
  /** "Saved" appears at this moment for something new. */
  onClaim: (claim: Claim) => void
}

/** Somebody who edits at random and takes the page at its word: whenever it says "saved", that is a claim to be proven. */
export class Witness {
  /** Values that the page said were not saved. */
  told = 0
  readonly #options: WitnessOptions
  /** Written since "saved" was seen last. */
  readonly #words = new Map<string, Word>()
  #browser: Browser | null = null
  #n = 0

  static async open(options: WitnessOptions): Promise<Witness> {
    const witness = new Witness(options)
    witness.#browser = await Browser.open({ ...options, onSession: (session) => witness.#follow(session) })
    return witness
  }

  private constructor(options: WitnessOptions) {
    this.#options = options
  }

  get userId(): string {
    return this.#options.userId
  }

  get session(): SheetSession {
    return this.#browser!.session
  }

  /** Everything is saved, and that was claimed. */
  get isSaved(): boolean {
    const { ready, status, unsavedEdits } = this.session.view()
    return ready && status.kind === 'saved' && unsavedEdits === 0 && this.#words.size === 0
  }

  /** Does random things, a few at a time, until it is enough. */
  async live(isEnough: () => boolean): Promise<void> {
    const { next } = this.#options
    while (!isEnough()) {
      for (let most = Math.ceil(next() * 3); most > 0; most--) {
        this.#act()
      }
      await new Promise((resolve) => setTimeout(resolve, next() < 0.2 ? 0 : next() * 300))
    }
    this.#browser!.comeBack()
  }

  /**
   * Words of a claim that are not true: the journal had never heard of them by then; or something else stood there, and
   * nobody else had written over them since; or the page showed something that was never written.
   */
  untrue({ atMs, words }: Claim, journal: JournalReader): ClaimedWord[] {
    const { userId } = this.#options
    return words.filter(({ row, ordinal, value, isNew, writtenMs, shown }) => {
      const cameMs = isNew ? journal.writtenMs(String(value), userId) : writtenMs
      if (cameMs === null || cameMs > atMs) {
        return true
      }
      if (journal.standing(row, ordinal, atMs).value === value) {
        return false
      }
      return !journal.hasMet(userId, row, ordinal, cameMs, atMs) || !journal.knows(row, ordinal, shown, atMs)
    })
  }

  destroy(): void {
    this.#browser?.destroy()
  }

  #act(): void {
    const { ownRow, sharedRows, texts, number, forbidden, next } = this.#options
    const { editing } = this.session
    const rows = [ownRow, ...sharedRows]
    const kind = next()
    if (kind < 0.4) {
      const row = next() < 0.5 ? ownRow : this.#pick(sharedRows)
      const ordinal = row === ownRow && next() < 0.3 ? number : this.#pick(texts)
      this.#write([row], [ordinal])
    } else if (kind < 0.6) {
      this.#write(rows, texts) // one packed entry in each part
    } else if (kind < 0.7) {
      editing.apply({ kind: 'cleared', writes: [{ row: ownRow, ordinal: this.#pick(texts), value: null }] })
    } else if (kind < 0.82) {
      void (next() < 0.7 ? editing.undo() : editing.redo())
    } else if (kind < 0.87 && forbidden !== null) {
      this.#write(next() < 0.5 ? [ownRow] : rows, [...texts, forbidden])
    } else if (kind < 0.9) {
      this.#browser!.goAway()
    } else {
      this.#browser!.comeBack()
    }
    this.#look(this.session)
  }

  #follow(session: SheetSession): void {
    session.editing.onWrite((writes, { kind }) => {
      const isFresh = kind !== 'undone' && kind !== 'redone'
      for (const { row, ordinal, value } of writes) {
        const isNew = isFresh && typeof value === 'string'
        const word = { row, ordinal, value, isNew, writtenMs: Date.now() }
        this.#words.set(cellKey(row, ordinal), word)
      }
    })
    session.subscribe(() => this.#look(session))
  }

  /** What the page shows at this moment. */
  #look(session: SheetSession): void {
    const { status, notSaved } = session.view()
    for (const { row, ordinal, value } of notSaved) {
      const key = cellKey(row, ordinal)
      if (this.#words.get(key)?.value === value) {
        this.#words.delete(key)
        this.told++
      }
    }
    if (notSaved.length > 0) {
      queueMicrotask(() => session.discard(notSaved))
    }
    if (status.kind === 'saved' && this.#words.size > 0) {
      const { columns } = session
      const words = [...this.#words.values()].map((word) => ({
        ...word,
        shown: columns.value(columns.slotOf(word.row) ?? -1, word.ordinal),
      }))
      const claim = { atMs: Date.now() + 1, words } // its fractions are cut off
      this.#words.clear()
      this.#options.onClaim(claim)
    }
  }

  #write(rows: readonly string[], ordinals: readonly number[]): void {
    const writes = rows.flatMap((row) => ordinals.map((ordinal) => ({ row, ordinal, value: this.#value(ordinal) })))
    this.session.editing.apply({ writes })
  }

  #value(ordinal: number): CellValue {
    this.#n++
    return ordinal === this.#options.number ? this.#n : `<${this.#options.ownRow} ${this.#n}>`
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#options.next() * from.length)]!
  }
}
