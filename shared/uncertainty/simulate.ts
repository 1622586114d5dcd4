import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Spread } from './spread.ts'

/** One row, or several that are alike and wrong together. */
export interface SimulatedSource {
  /** Kilograms of CO2e. */
  kg: number
  /** Of its activity; null: not assessed, and drawn as it is. */
  activity: Spread | null
  /** Ids of the factors that it is multiplied by. */
  factors: readonly string[]
}

export interface Simulation {
  meanKg: number
  /** Percentiles of the drawn totals. */
  lowKg: number
  medianKg: number
  highKg: number
  /** How many totals fell into each of the equal steps between the least and the largest. */
  histogram: { fromKg: number; toKg: number; counts: number[] }
}

export const HISTOGRAM_STEPS = 40

/** Two-sided 95 % of a standard normal distribution. */
const Z95 = 1.959963984540054

/**
 * IPCC 2006 Guidelines, volume 1, chapter 3, approach 2: the total is drawn `draws` times, each activity by itself, each
 * factor once per draw for all rows that use it. A stated 95 % interval comes out again as percentiles 2.5 and 97.5 of what
 * is drawn, its value as the median. Sources and factors are drawn in the order given: for the same order and seed the
 * result has the same bits. Time: sources times draws; memory: factors times draws.
 */
export function simulate(
  sources: readonly SimulatedSource[],
  factors: ReadonlyMap<string, Spread>,
  { seed, draws }: { seed: number; draws: number },
): Simulation {
  const normals = standardNormals(seed)
  const multipliers = new Map<string, Float64Array>()
  for (const [id, spread] of factors) {
    const column = new Float64Array(draws).fill(1)
    multiply(column, spread, normals)
    multipliers.set(id, column)
  }
  const totals = new Float64Array(draws)
  const row = new Float64Array(draws)
  for (const { kg, activity, factors: used } of sources) {
    row.fill(kg)
    if (activity !== null) {
      multiply(row, activity, normals)
    }
    for (const id of new Set(used)) {
      times(row, multipliers.get(id))
    }
    for (let draw = 0; draw < draws; draw++) {
      totals[draw]! += row[draw]!
    }
  }
  return summary(totals)
}

/** Fills an array with independent draws of a standard normal distribution. */
type Normals = (into: Float64Array) => void

/** Box and Muller's transformation of the uniform numbers of xoroshiro128+. */
function standardNormals(seed: number): Normals {
  const generator = xoroshiro128plus(seed)
  return (into) => {
    for (let at = 0; at < into.length; at += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)))
      const angle = 2 * Math.PI * uniformFloat64(generator)
      into[at] = radius * Math.cos(angle)
      if (at + 1 < into.length) {
        into[at + 1] = radius * Math.sin(angle)
      }
    }
  }
}

function multiply(column: Float64Array, { distribution, gsd2, halfWidth }: Spread, normals: Normals): void {
  const drawn = new Float64Array(column.length)
  normals(drawn)
  if (distribution === 'normal') {
    const deviation = halfWidth / Z95
    for (let at = 0; at < column.length; at++) {
      column[at]! *= 1 + deviation * drawn[at]!
    }
    return
  }
  const deviation = Math.log(gsd2) / Z95
  for (let at = 0; at < column.length; at++) {
    column[at]! *= Math.exp(deviation * drawn[at]!)
  }
}

function times(column: Float64Array, by: Float64Array | undefined): void {
  if (by !== undefined) {
    for (let at = 0; at < column.length; at++) {
      column[at]! *= by[at]!
    }
  }
}

function summary(totals: Float64Array): Simulation {
  let sum = 0
  for (const total of totals) {
    sum += total
  }
  totals.sort()
  const [least, most] = [totals[0]!, totals[totals.length - 1]!]
  const counts = Array.from({ length: HISTOGRAM_STEPS }, () => 0)
  const step = (most - least) / HISTOGRAM_STEPS
  for (const total of totals) {
    const at = step === 0 ? 0 : Math.min(HISTOGRAM_STEPS - 1, Math.floor((total - least) / step))
    counts[at]! += 1
  }
  return {
    meanKg: sum / totals.length,
    lowKg: percentile(totals, 0.025),
    medianKg: percentile(totals, 0.5),
    highKg: percentile(totals, 0.975),
    histogram: { fromKg: least, toKg: most, counts },
  }
}

/** Between the two nearest of sorted numbers, by where it falls between them. */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!]
  return low + (high - low) * (place - below)
}
