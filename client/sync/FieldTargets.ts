import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import { MAX_TARGETS, type FoundTargetReply, type TargetsReply } from '#shared/api/targets.ts'
import { MAX_OPTION_ID_LENGTH } from '#shared/cells/cellValue.ts'
import type { Target } from '#shared/fields/target.ts'
import type { SuggestionQuestion } from '#client/grid/model/activityOfRow.ts'
import type { SheetTargets, TakenSuggestion } from '#client/grid/model/SheetTargets.ts'
import { Retry } from './Retry.ts'

/** How the server is asked what the cells of a field point at. */
export interface TargetSource {
  /** At most `MAX_TARGETS` values. */
  lookup(values: readonly string[]): Promise<readonly FoundTargetReply[]>
  search(text: string, signal: AbortSignal): Promise<TargetsReply>
  /** Of a factor field: which factor fits a row. */
  suggest?: (question: SuggestionQuestion, signal: AbortSignal) => Promise<FactorSuggestion | null>
  /** Of a factor field: keeps why a row names what was suggested. True: done, or refused for good; false: no answer came. */
  keepReason?: (taken: TakenSuggestion) => Promise<boolean>
  /** Calls `listener` when things may be called something else by now. Returns how to stop. */
  watch(listener: () => void): () => void
}

/** Such a text is no id and names nothing. */
const NOTHING: Target = { state: 'unknown', id: null, label: null }

/** Cells that are drawn in one go are asked for together. */
const GATHER_MS = 20
/** A person waits so long for what a text names before it is kept as a text. */
const PATIENCE_MS = 1500
/** Between two readings of all names, while somebody works in the other table. */
const PAUSE_MS = 1000

/** Names are asked for when a cell with their id is read, all at once, and again when the server says that they may differ. */
export class FieldTargets implements SheetTargets {
  readonly me: string | null
  readonly #source: TargetSource
  readonly #listeners = new Set<(first: boolean) => void>()
  readonly #retry = new Retry()
  readonly #reasons = new Retry()
  readonly #unwatch: () => void
  readonly #known = new Map<string, Target>()
  readonly #wanted = new Set<string>()
  #waiting: (() => void)[] = []
  #state: 'idle' | 'asking' = 'idle'
  #isFirst = true
  #isOutdated = false
  #isStopped = false

  constructor(source: TargetSource, me: string | null = null) {
    this.me = me
    this.#source = source
    this.#unwatch = source.watch(() => this.outdated())
  }

  get(value: string): Target | undefined {
    if (value.length > MAX_OPTION_ID_LENGTH) {
      return NOTHING
    }
    const known = this.#known.get(value)
    if (known === undefined) {
      this.#want([value])
    }
    return known
  }

  load(values: readonly string[]): Promise<void> | null {
    const asked = values.filter((value) => value.length <= MAX_OPTION_ID_LENGTH && !this.#known.has(value))
    if (asked.length === 0) {
      return null
    }
    this.#want(asked)
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#retry.later(PATIENCE_MS, resolve)
    })
  }

  async search(text: string, signal: AbortSignal): Promise<TargetsReply> {
    const found = await this.#source.search(text, signal)
    for (const { id, label, factor } of found.data) {
      const computable = factor?.normalised ?? null
      this.#known.set(id, { state: 'here', id, label, ...(computable !== null && { factor: computable }) })
    }
    return found
  }

  async suggest(question: SuggestionQuestion, signal: AbortSignal): Promise<FactorSuggestion | null> {
    const found = (await this.#source.suggest?.(question, signal)) ?? null
    const factor = found?.chosen?.factor
    if (factor !== undefined && factor.normalised !== null) {
      const label = `${factor.name} ${factor.year}`
      this.#known.set(factor.id, { state: 'here', id: factor.id, label, factor: factor.normalised })
    }
    return found
  }

  keepReason(taken: TakenSuggestion): void {
    void this.#source.keepReason?.(taken).then((isDone) => {
      if (!isDone && !this.#isStopped) {
        this.#reasons.again(() => this.keepReason(taken))
      } else {
        this.#reasons.succeeded()
      }
    })
  }

  onChange(listener: (first: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Things may be called something else by now. */
  outdated(): void {
    if (this.#isOutdated || this.#known.size === 0) {
      return
    }
    this.#isOutdated = true
    this.#retry.later(PAUSE_MS, () => {
      this.#isOutdated = false
      this.#want([...this.#known.keys()])
    })
  }

  stop(): void {
    this.#isStopped = true
    this.#retry.stop()
    this.#reasons.stop()
    this.#unwatch()
    this.#listeners.clear()
    this.#waiting.forEach((resolve) => resolve())
  }

  #want(values: readonly string[]): void {
    values.forEach((value) => this.#wanted.add(value))
    if (this.#state === 'idle' && !this.#isStopped) {
      this.#state = 'asking'
      this.#retry.later(GATHER_MS, () => void this.#ask())
    }
  }

  async #ask(): Promise<void> {
    let isChanged = false
    while (this.#wanted.size > 0) {
      const values = [...this.#wanted].slice(0, MAX_TARGETS)
      let found: readonly FoundTargetReply[]
      try {
        found = await this.#source.lookup(values)
      } catch {
        // Out of reach: what is known stays. Or not for this person any more: then another description is on its way.
        this.#retry.again(() => void this.#ask())
        break
      }
      if (this.#isStopped) {
        return
      }
      this.#retry.succeeded()
      for (const { value, ...target } of found) {
        isChanged = this.#take(value, target) || isChanged
      }
      values.forEach((value) => this.#wanted.delete(value))
    }
    if (this.#wanted.size === 0) {
      this.#state = 'idle'
      this.#waiting.splice(0).forEach((resolve) => resolve())
    }
    if (isChanged) {
      const isFirst = this.#isFirst
      this.#isFirst = false
      this.#listeners.forEach((listener) => listener(isFirst))
    }
  }

  #take(value: string, target: Target): boolean {
    const { state, id, label, factor } = target
    const before = this.#known.get(value)
    this.#known.set(value, target)
    if (state === 'named' && id !== null && factor !== undefined && !this.#known.has(id)) {
      this.#known.set(id, { ...target, state: 'here' })
    }
    return before?.state !== state || before.id !== id || before.label !== label
  }
}
