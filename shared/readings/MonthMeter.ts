/**
 * What the readings of a meter come to in one month. A step between two readings counts in the month in proportion to the time
 * that lies in it, as bills are prorated by their days (`shared/cycles/daysByMonth.ts`). What nobody measured is left out and told:
 * the share of the month that is known falls with it.
 */
import { ExactSum } from '../quantities/ExactSum.ts'

/** `counter`: it only rises. `interval`: each reading is what was used since the one before. */
export const DEVICE_KINDS = ['counter', 'interval'] as const
export type DeviceKind = (typeof DEVICE_KINDS)[number]

/** How readings of a device are to be understood. */
export interface Metering {
  kind: DeviceKind
  /** How far readings lie apart, in milliseconds. */
  intervalMs: number
  /** Of a counter: behind which number it begins again at 0; null: it does not, or nobody said. */
  rollsOverAt: number | null
}

/** The first moment of the month and the first one behind it, in milliseconds since 1970. */
export interface Span {
  startMs: number
  endMs: number
}

/** Between these two readings, both in milliseconds since 1970, one or more are missing. */
export interface ReadingGap {
  from: number
  to: number
}

/** A counter fell: it began again behind its last number (`rollover`), or is another one by now (`replaced`). */
export interface CounterReset {
  at: number
  before: number
  after: number
  kind: 'rollover' | 'replaced'
}

export interface MeasuredMonth {
  /** Of the part that is known, in the unit of the device; null: nothing is known. */
  total: number | null
  /** Of the readings within the month; null: there are none. */
  mean: number | null
  readings: number
  /** Which part of the month is known, 0 to 1. */
  share: number
  gaps: ReadingGap[]
  resets: CounterReset[]
}

/** Meters are late now and then; more than that, and a reading is missing. */
const LATE = 1.5
/** Listed; more are counted in the share all the same. */
const MOST_LISTED = 100

/** Takes the readings of one month in the order of their times, with the last one before it and the first one behind it. */
export class MonthMeter {
  readonly #metering: Metering
  readonly #span: Span
  readonly #total = new ExactSum()
  readonly #sum = new ExactSum()
  readonly #gaps: ReadingGap[] = []
  readonly #resets: CounterReset[] = []
  #readings = 0
  #knownMs = 0
  #last: { at: number; value: number } | null = null

  constructor(metering: Metering, span: Span) {
    this.#metering = metering
    this.#span = span
  }

  /** `at` in milliseconds since 1970, later than the one before; `value` in the unit of the device, not negative. */
  add(at: number, value: number): void {
    const { startMs, endMs } = this.#span
    if (this.#isWithin(at)) {
      this.#readings++
      this.#sum.add(value)
    }
    const last = this.#last
    const isGap = last !== null && at - last.at > this.#metering.intervalMs * LATE
    if (isGap && last.at < endMs && at > startMs) {
      list(this.#gaps, { from: last.at, to: at })
    }
    if (this.#metering.kind === 'counter') {
      this.#addStep(at, value, isGap)
    } else {
      // a reading speaks of its own interval, not of the ones that are missing before it
      this.#count(last === null || isGap ? at - this.#metering.intervalMs : last.at, at, value)
    }
    this.#last = { at, value }
  }

  /** What all of it comes to. */
  get month(): MeasuredMonth {
    const { startMs, endMs } = this.#span
    return {
      total: this.#knownMs === 0 ? null : this.#total.value,
      mean: this.#readings === 0 ? null : this.#sum.value / this.#readings,
      readings: this.#readings,
      share: this.#knownMs / (endMs - startMs),
      gaps: this.#gaps,
      resets: this.#resets,
    }
  }

  #addStep(at: number, value: number, isGap: boolean): void {
    const last = this.#last
    if (last === null) {
      return
    }
    const { startMs, endMs } = this.#span
    const used = this.#usedSince(last, { at, value })
    // how much of a long silence fell before midnight of the last day nobody knows
    const isUnclear = isGap && (last.at < startMs || at > endMs)
    if (used !== null && !isUnclear) {
      this.#count(last.at, at, used)
    }
  }

  /** Null: the counter fell, and how far it had come before nobody knows. */
  #usedSince(last: { at: number; value: number }, { at, value }: { at: number; value: number }): number | null {
    if (value >= last.value) {
      return value - last.value
    }
    const { rollsOverAt } = this.#metering
    const around = rollsOverAt === null || last.value > rollsOverAt ? null : rollsOverAt - last.value + value
    const isRollover = around !== null && around < rollsOverAt! / 2
    if (at > this.#span.startMs && last.at < this.#span.endMs) {
      list(this.#resets, { at, before: last.value, after: value, kind: isRollover ? 'rollover' : 'replaced' })
    }
    return isRollover ? around : null
  }

  #count(from: number, to: number, amount: number): void {
    const inside = Math.min(to, this.#span.endMs) - Math.max(from, this.#span.startMs)
    if (inside > 0) {
      this.#knownMs += inside
      this.#total.add(inside === to - from ? amount : (amount * inside) / (to - from))
    }
  }

  /** A reading of an interval stands at its end: the one of midnight is still of the month before. */
  #isWithin(at: number): boolean {
    const { startMs, endMs } = this.#span
    return this.#metering.kind === 'interval' ? at > startMs && at <= endMs : at >= startMs && at < endMs
  }
}

function list<T>(items: T[], item: T): void {
  if (items.length < MOST_LISTED) {
    items.push(item)
  }
}
