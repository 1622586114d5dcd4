import type { Computed } from '#collab/binding/LiveComputation.ts'
import { FORMULA_ERRORS, type FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { RowReply } from '#shared/api/rows.ts'
import { Retry } from './Retry.ts'

/** How the server is asked for results that it alone can compute. */
export interface ResultSource {
  /** Rows of the sheet with the results of these fields, as far as they are read now. */
  read(keys: readonly string[]): Promise<readonly Pick<RowReply, 'id' | 'computed'>[]>
  /** Calls `listener` when the sheet, or one of these tables in its cycle, has changed. Returns how to stop. */
  watch(listener: () => void, tables: readonly string[]): () => void
}

type Results = ReadonlyMap<string, RowReply['computed']>

/** Between two readings, so that somebody who types does not have the sheet read at every letter. */
const PAUSE_MS = 400
/** A sheet that takes long to read is read less often: the pause is so many times as long as the reading. */
const PAUSE_FACTOR = 3

/** Fields that only the server computes. */
export interface ServerFields {
  keys: readonly string[]
  /** Other tables that they are computed from. */
  tables: readonly string[]
}

/**
 * Results that are released to this person without all of their inputs, or whose inputs lie in other tables or cycles. They
 * are never computed here and never kept on
 * this device: they come from the server, and are read again when it says that the sheet changed.
 */
export class ReleasedResults {
  readonly fields: ServerFields
  readonly #source: ResultSource
  readonly #listeners = new Set<(rows: readonly string[]) => void>()
  readonly #retry = new Retry()
  readonly #unwatch: () => void
  #results: Results = new Map()
  /** `again`: what is being read is out of date already. */
  #state: 'read' | 'reading' | 'again' = 'read'
  #isStopped = false

  constructor(fields: ServerFields, source: ResultSource) {
    this.fields = fields
    this.#source = source
    const isEmpty = fields.keys.length === 0
    this.#unwatch = isEmpty ? () => {} : source.watch(() => this.outdated(), fields.tables)
    if (!isEmpty) {
      void this.#read()
    }
  }

  computed(row: string, key: string): Computed {
    const found = this.#results.get(row)?.[key]
    if (typeof found !== 'object') {
      return found ?? null
    }
    const { code } = found.error
    return isFormulaError(code) ? { error: code } : null
  }

  onChange(listener: (rows: readonly string[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The sheet may have other results by now. */
  outdated(): void {
    if (this.#state !== 'read') {
      this.#state = 'again'
    } else if (this.fields.keys.length > 0) {
      void this.#read()
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#retry.stop()
    this.#unwatch()
    this.#listeners.clear()
  }

  async #read(): Promise<void> {
    this.#state = 'reading'
    const startedAt = performance.now()
    let rows: Awaited<ReturnType<ResultSource['read']>>
    try {
      rows = await this.#source.read(this.fields.keys)
    } catch {
      // Out of reach, or not for this person any more: then another description is on its way.
      this.#retry.again(() => void this.#read())
      return
    }
    if (this.#isStopped) {
      return
    }
    this.#retry.succeeded()
    this.#take(new Map(rows.map(({ id, computed }) => [id, computed])))
    this.#retry.later(Math.max(PAUSE_MS, PAUSE_FACTOR * (performance.now() - startedAt)), () => this.#rested())
  }

  #rested(): void {
    const isOutdated = this.#state === 'again'
    this.#state = 'read'
    if (isOutdated) {
      void this.#read()
    }
  }

  #take(results: Results): void {
    const before = this.#results
    this.#results = results
    const rows = [...new Set([...before.keys(), ...results.keys()])]
    const changed = rows.filter((row) => JSON.stringify(before.get(row)) !== JSON.stringify(results.get(row)))
    if (changed.length > 0) {
      this.#listeners.forEach((listener) => listener(changed))
    }
  }
}

const isFormulaError = (code: string): code is FormulaError => Object.hasOwn(FORMULA_ERRORS, code)
