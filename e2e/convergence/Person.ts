/** Somebody with a real client session who does random things. */
import { newRowIds } from '#collab/schema/rowId.ts'
import { ORDER } from '#collab/schema/layout.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { Browser, type BrowserOptions } from './Browser.ts'

export interface PersonOptions extends Pick<BrowserOptions, 'url' | 'token' | 'describe'> {
  role: string
  /** A row that nobody else writes in. */
  ownRow: string | null
}

/** Rows that several people write in. */
const SHARED = ['r1', 'r2', 'r3']

export class Person {
  readonly role: string
  readonly ownRow: string | null
  readonly #browser: Browser
  /** The last word of this person in their own row. */
  readonly #own: ReadonlyMap<number, CellValue>
  #n = 0

  static async open(options: PersonOptions): Promise<Person> {
    const own = new Map<number, CellValue>()
    const onSession = ({ editing }: SheetSession): void => {
      editing.onWrite((writes) => {
        writes.filter(({ row }) => row === options.ownRow).forEach(({ ordinal, value }) => own.set(ordinal, value))
      })
    }
    return new Person(options, await Browser.open({ ...options, onSession }), own)
  }

  private constructor({ role, ownRow }: PersonOptions, browser: Browser, own: ReadonlyMap<number, CellValue>) {
    this.role = role
    this.ownRow = ownRow
    this.#browser = browser
    this.#own = own
  }

  get session(): SheetSession {
    return this.#browser.session
  }

  get isSettled(): boolean {
    const { status, ready, unsavedEdits, notSaved } = this.session.view()
    // values that wait for a decision are told before edits that are on their way
    const isAnswered = unsavedEdits === notSaved.length
    return ready && !this.#browser.isAway && isAnswered && ['saved', 'refused', 'forbidden'].includes(status.kind)
  }

  /** Rows in their order with what this person sees in the given fields. */
  content(ordinals: readonly number[]): unknown[] {
    const { columns } = this.session
    return [...columns.liveSlots()].map((slot) => [
      columns.rowIds[slot],
      ...ordinals.map((ordinal) => columns.value(slot, ordinal)),
    ])
  }

  get readable(): number[] {
    return this.session.description.table.fields.filter(({ type }) => type !== 'formula').map(({ ordinal }) => ordinal)
  }

  /** Last words in their own row that neither stand nor are offered to this person. */
  lost(): unknown[] {
    const { columns } = this.session
    const offered = this.session.view().notSaved
    return [...this.#own].filter(([ordinal, value]) => {
      const stands = columns.value(columns.slotOf(this.ownRow ?? '') ?? -1, ordinal) === value
      return (
        !stands && !offered.some((cell) => cell.row === this.ownRow && cell.ordinal === ordinal && cell.value === value)
      )
    })
  }

  /** One random thing. A viewer tries what the page would not let them. */
  async act(next: () => number): Promise<void> {
    const kind = next()
    if (kind < 0.34) {
      this.#type(next)
    } else if (kind < 0.5) {
      this.#paste(next)
    } else if (kind < 0.58) {
      this.#addRow(next)
    } else if (kind < 0.66) {
      this.#session((session) => session.editing.apply({ deleteRows: [pick(next, SHARED)] }))
    } else if (kind < 0.72) {
      this.#move(next)
    } else if (kind < 0.86) {
      this.#session(({ editing }) => void (next() < 0.65 ? editing.undo() : editing.redo()))
    } else if (kind < 0.96) {
      this.#comeOrGo()
    } else {
      await this.#browser.reload()
    }
  }

  comeBack(): void {
    this.#browser.comeBack()
  }

  destroy(): void {
    this.#browser.destroy()
  }

  #type(next: () => number): void {
    const row = this.#anyRow(next)
    const ordinal = pick(next, this.readable)
    this.#write([{ row, ordinal, value: next() < 0.15 ? null : this.#value(ordinal) }])
  }

  /** Over rows and over parts. */
  #paste(next: () => number): void {
    const rows = [...SHARED, ...(this.ownRow === null ? [] : [this.ownRow])].filter(() => next() < 0.6)
    const ordinals = this.readable.filter(() => next() < 0.6)
    this.#write(rows.flatMap((row) => ordinals.map((ordinal) => ({ row, ordinal, value: this.#value(ordinal) }))))
  }

  #addRow(next: () => number): void {
    const ids = newRowIds(1 + Math.floor(next() * 3))
    const writes = ids.flatMap((row) => this.readable.map((ordinal) => ({ row, ordinal, value: this.#value(ordinal) })))
    this.#session(({ editing }) => editing.apply({ newRows: { ids, place: { behind: pick(next, SHARED) } }, writes }))
  }

  #move(next: () => number): void {
    const key = `V${Math.floor(next() * 1e6)
      .toString(36)
      .padStart(5, '0')}V`
    this.#write([{ row: pick(next, SHARED), ordinal: ORDER, value: key }])
  }

  #write(writes: { row: string; ordinal: number; value: CellValue }[]): void {
    this.#session(({ editing }) => editing.apply({ writes }))
  }

  #session(work: (session: SheetSession) => void): void {
    if (!this.session.view().ready) {
      return
    }
    work(this.session)
  }

  #comeOrGo(): void {
    if (this.#browser.isAway) {
      this.#browser.comeBack()
    } else {
      this.#browser.goAway()
    }
  }

  #anyRow(next: () => number): string {
    return this.ownRow !== null && next() < 0.4 ? this.ownRow : pick(next, SHARED)
  }

  #value(ordinal: number): CellValue {
    this.#n++
    return ordinal === 5 ? this.#n : `${this.role} ${this.#n}`
  }
}

function pick<T>(next: () => number, from: readonly T[]): T {
  return from[Math.floor(next() * from.length)]!
}
