import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { simulate, type SimulatedSource } from '#shared/uncertainty/simulate.ts'
import { type Spread, spreadOf } from '#shared/uncertainty/spread.ts'
import { atMost, type BenchRow } from './BenchRow.ts'
import { median } from './measure/statistics.ts'

const DRAWS = 10_000
const SOURCES = 1_000
const FACTORS = 20
const RUNS = 5
const LIMIT_MS = 5_000
const Z95 = 1.959963984540054

/** A cycle of 1,000 rows that share 20 factors, drawn 10,000 times, against the obvious program: draw by draw, row by row. */
export async function benchMonteCarlo(): Promise<BenchRow[]> {
  const { sources, factors } = sample()
  const ours: number[] = []
  const reference: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now()
    const drawn = simulate(sources, factors, { seed: run, draws: DRAWS })
    const between = performance.now()
    const naive = drawByDraw(sources, factors, run)
    reference.push(performance.now() - between)
    ours.push(between - start)
    if (Math.abs(drawn.highKg / naive - 1) > 0.02) {
      throw new Error(`the simulation (${drawn.highKg}) and the obvious program (${naive}) disagree`)
    }
  }
  const measured = { ours: median(ours), unit: 'ms' }
  const name = 'Monte Carlo, 10,000 draws x 1,000 sources'
  return [
    atMost(name, { ...measured, bar: LIMIT_MS }),
    atMost(`${name}, against draw by draw`, { ...measured, reference: median(reference), times: 1 }),
  ]
}

function sample(): { sources: SimulatedSource[]; factors: Map<string, Spread> } {
  const spread = (percent: number): Spread => spreadOf({ rangePercent: percent, scores: {} })!
  return {
    sources: Array.from({ length: SOURCES }, (_, at) => ({
      kg: 10 + ((at * 7919) % 997),
      activity: spread(5 + (at % 60)),
      factors: [`factor-${at % FACTORS}`],
    })),
    factors: new Map(Array.from({ length: FACTORS }, (_, at) => [`factor-${at}`, spread(10 + at * 3)])),
  }
}

/** Percentile 97.5 of the totals. */
function drawByDraw(sources: readonly SimulatedSource[], factors: ReadonlyMap<string, Spread>, seed: number): number {
  const generator = xoroshiro128plus(seed)
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator))
  const drawn = ({ distribution, gsd2, halfWidth }: Spread): number =>
    distribution === 'normal' ? 1 + (halfWidth / Z95) * normal() : Math.exp((Math.log(gsd2) / Z95) * normal())
  const totals = Array.from({ length: DRAWS }, () => {
    const multipliers = new Map([...factors].map(([id, spread]) => [id, drawn(spread)]))
    return sources.reduce(
      (sum, { kg, activity, factors: used }) =>
        sum +
        used.reduce(
          (product, id) => product * (multipliers.get(id) ?? 1),
          kg * (activity === null ? 1 : drawn(activity)),
        ),
      0,
    )
  })
  return totals.toSorted((a, b) => a - b)[Math.floor(0.975 * DRAWS)]!
}
