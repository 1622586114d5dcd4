import type * as Y from 'yjs'
import type { Gesture, GestureRange, GesturesMessage } from '#collab/protocol/gestures.ts'

/** Ranges that one session may have announced and not used yet; beyond, the oldest are forgotten. */
const MAX_NOTED = 5000

/** Which gesture the clocks of one session belong to, as its client announced them. */
export class GestureNotes {
  readonly #ranges = new Map<number, GestureRange[]>()
  #noted = 0
  #whole: Gesture | null = null

  /** From now on everything that this session writes is one gesture; for programs. */
  takeAllAs(gesture: Gesture): void {
    this.#whole = gesture
  }

  note({ client, list }: GesturesMessage): void {
    if (list.length === 0) {
      return
    }
    const known = this.#ranges.get(client) ?? []
    this.#ranges.set(client, known)
    known.push(...list.map((range) => ({ ...range, client })))
    this.#noted += list.length
    while (this.#noted > MAX_NOTED) {
      this.#forgetOldest()
    }
  }

  /** The gestures of an update; null when nothing is known of it, or when it is one typed edit. */
  of(structs: readonly Y.Item[]): GestureRange[] | null {
    const spans = spansOf(structs)
    const whole = this.#whole
    const found = spans.flatMap((span) => (whole === null ? this.#within(span) : [{ ...span, ...whole }]))
    const [first] = found
    return first === undefined || (found.length === 1 && first.kind === 'typed') ? null : found
  }

  /** Cut to the span; clocks only go up, so what ends before it will not be asked for again. */
  #within({ client, from, to }: Span): GestureRange[] {
    const known = this.#ranges.get(client)
    if (known === undefined) {
      return []
    }
    const open = known.filter((range) => range.to > from)
    this.#noted -= known.length - open.length
    if (open.length === 0) {
      this.#ranges.delete(client)
    } else {
      this.#ranges.set(client, open)
    }
    return open
      .filter((range) => range.from < to)
      .map((range) => ({ ...range, from: Math.max(from, range.from), to: Math.min(to, range.to) }))
  }

  #forgetOldest(): void {
    for (const [client, ranges] of this.#ranges) {
      if (ranges.shift() === undefined) {
        this.#ranges.delete(client)
        continue
      }
      this.#noted--
      return
    }
  }
}

interface Span {
  client: number
  from: number
  to: number
}

/** From the first to the last new clock of each client; an update has no gap between them. */
function spansOf(structs: readonly Y.Item[]): Span[] {
  const spans = new Map<number, Span>()
  for (const { id, length } of structs) {
    const span = spans.get(id.client)
    if (span === undefined) {
      spans.set(id.client, { client: id.client, from: id.clock, to: id.clock + length })
    } else {
      span.to = id.clock + length
    }
  }
  return [...spans.values()]
}
