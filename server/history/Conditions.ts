import type { HistoryFilter } from './HistoryChange.ts'

/** Conditions of one statement and their values, `$1` and so on. */
export class Conditions {
  readonly values: unknown[] = []
  readonly #parts: string[] = []

  /** The place of a value. */
  value(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  add(condition: string): this {
    this.#parts.push(condition)
    return this
  }

  /** Who, by which gesture and when; `kind` is the name of that column. */
  narrow({ actorId, kind, since, until }: Omit<HistoryFilter, 'ordinals'>, kindColumn: 'gesture' | 'kind'): this {
    if (actorId !== undefined) {
      this.add(`actor_id = ${this.value(actorId)}`)
    }
    if (kind !== undefined) {
      this.add(`${kindColumn} = ${this.value(kind)}`)
    }
    if (since !== undefined) {
      this.add(`at >= ${this.value(since)}`)
    }
    if (until !== undefined) {
      this.add(`at <= ${this.value(until)}`)
    }
    return this
  }

  get sql(): string {
    return this.#parts.join(' AND ')
  }
}
