import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aggregate, type SourceGroup } from './aggregate.ts'
import { gradeOfGsd2, SCORE_OF_GRADE, scoreOfLabel } from './grades.ts'
import { gsd2OfScores, type PedigreeScores } from './pedigree.ts'
import { gsd2OfProduct, halfWidthOfProduct, halfWidthOfSum } from './propagate.ts'
import { type Spread, spreadOf } from './spread.ts'

interface Example {
  id: string
  inputs: { scores?: Record<string, number>; E?: number[]; U?: number[] }
  outputs: Record<string, { expected: number; relTol: number }>
}
const { examples }: { examples: Example[] } = JSON.parse(
  readFileSync(new URL('../../seeds/data/worked-examples.json', import.meta.url), 'utf8'),
)
const example = (id: string): Example => examples.find((one) => one.id === id)!

const range = (percent: number): Spread => spreadOf({ rangePercent: percent, scores: {} })!
const row = (kg: number, activity: Spread | null, factors: string[] = []): SourceGroup => ({
  sumKg: kg,
  sumOfSquares: kg ** 2,
  activity,
  factors,
})

describe('pedigree', () => {
  test('published examples of Bilan Carbone, in which what is not scored is the worst', () => {
    const names: Record<string, string> = { technical: 'technology', geographic: 'geography', temporal: 'time' }
    for (const id of ['bc-gsd-null', 'bc-gsd-2']) {
      const { inputs, outputs } = example(id)
      const scores = Object.fromEntries(
        Object.entries(inputs.scores ?? {}).map(([name, score]) => [names[name] ?? name, score]),
      )
      const { expected } = outputs['gsd2']!
      expect(Math.abs(gsd2OfScores(scores as PedigreeScores) / expected - 1)).toBeLessThan(1e-12)
    }
  })

  test('the best scores are exact, and GSD2 is not squared again on its way into the total', () => {
    const best = { technology: 5, time: 5, geography: 5, completeness: 5, reliability: 5 } as const
    expect(gsd2OfScores(best)).toBe(1)
    const gsd2 = gsd2OfScores({ ...best, reliability: 1 })
    expect(gsd2).toBeCloseTo(1.5, 12)
    const { interval } = aggregate(
      [row(300, spreadOf({ rangePercent: null, scores: { ...best, reliability: 1 } }))],
      new Map(),
      'lognormal',
    )
    expect(interval?.lowKg).toBeCloseTo(200, 9)
    expect(interval?.highKg).toBeCloseTo(450, 9)
  })

  test('grades of table 7.6 and scores, as choices are labelled in English and Arabic', () => {
    expect(
      ['Very good', 'good', 'FAIR', 'very_poor', 'Poor', '4', '4: checked', '45', 'جيد جدًا', 'ضعيف'].map(scoreOfLabel),
    ).toEqual([5, 3, 2, null, 1, 4, 4, null, 5, 1])
    expect(SCORE_OF_GRADE).toEqual({ very_good: 5, good: 3, fair: 2, poor: 1 })
    expect([1, 1.1, 1.2, 1.5, 2.5].map(gradeOfGsd2)).toEqual(['very_good', 'very_good', 'good', 'fair', 'poor'])
  })
})

describe('stated ranges', () => {
  test('the upper end stays, there and back', () => {
    expect(range(20)).toEqual({ gsd2: 1.2, halfWidth: 0.2, distribution: 'normal' })
    expect(range(80).distribution).toBe('lognormal')
  })

  test('a range goes before scores; nothing stated is unknown', () => {
    expect(spreadOf({ rangePercent: 5, scores: { reliability: 1 } })?.gsd2).toBe(1.05)
    expect(spreadOf({ rangePercent: 0, scores: {} })?.gsd2).toBe(1)
    expect(spreadOf({ rangePercent: null, scores: {} })).toBeNull()
  })
})

describe('IPCC 2006, volume 1, chapter 3, approach 1', () => {
  test('[GOTCHA 31] equation 3.2 divides by the sum: 0.5501, where Holos has 0.8680', () => {
    const { inputs, outputs } = example('ipcc-sum')
    const quantities = inputs.E!.map((amount, at) => ({ amount, halfWidth: inputs.U![at]! }))
    expect(Math.abs(halfWidthOfSum(quantities)! / outputs['u']!.expected - 1)).toBeLessThan(1e-9)
    expect(halfWidthOfSum(quantities)).not.toBeCloseTo(example('holos-unc').outputs['holos']!.expected, 2)
    const groups = quantities.map(({ amount, halfWidth }) => row(amount, range(halfWidth * 100)))
    expect(aggregate(groups, new Map(), 'approach1').interval?.halfWidth).toBeCloseTo(outputs['u']!.expected, 9)
  })

  test('equation 3.1: a product by the root of the sum of squares', () => {
    expect(halfWidthOfProduct([0.03, 0.04])).toBeCloseTo(0.05, 12)
    const { interval } = aggregate([row(100, range(3), ['f'])], new Map([['f', range(4)]]), 'approach1')
    expect(interval?.halfWidth).toBeCloseTo(0.05, 12)
    expect([interval?.lowKg, interval?.highKg]).toEqual([95, 105])
  })

  test('what adds up to nothing has no relative width', () => {
    expect(
      halfWidthOfSum([
        { amount: 5, halfWidth: 0.1 },
        { amount: -5, halfWidth: 0.1 },
      ]),
    ).toBeNull()
  })
})

describe('rows that share a factor', () => {
  const hundred = Array.from({ length: 100 }, () => row(10, null, ['grid']))

  test('are wrong together: the factor does not become surer by being used a hundred times', () => {
    for (const method of ['approach1', 'lognormal'] as const) {
      const { interval } = aggregate(hundred, new Map([['grid', range(20)]]), method)
      expect(interval?.halfWidth).toBeCloseTo(0.2, 12)
    }
  })

  test('their activities are independent: those even out', () => {
    const metered = hundred.map((group) => ({ ...group, activity: range(20) }))
    expect(aggregate(metered, new Map(), 'approach1').interval?.halfWidth).toBeCloseTo(0.02, 12)
  })

  test('lognormal: activity and factor by the sum of ln^2, as a product has it', () => {
    const { interval } = aggregate([row(8, range(50), ['f'])], new Map([['f', range(30)]]), 'lognormal')
    expect(interval?.gsd2).toBeCloseTo(gsd2OfProduct([1.5, 1.3]), 12)
  })

  test('rows one by one or gathered into a group are the same', () => {
    const gathered = { sumKg: 7, sumOfSquares: 25, activity: range(10), factors: ['f'] }
    const factors = new Map([['f', range(30)]])
    const alone = aggregate([row(3, range(10), ['f']), row(4, range(10), ['f'])], factors, 'lognormal')
    expect(aggregate([gathered], factors, 'lognormal').interval?.gsd2).toBeCloseTo(alone.interval!.gsd2, 12)
  })
})

describe('what is not assessed', () => {
  test('has no figure, and is never exact', () => {
    expect(aggregate([row(40, null, ['f'])], new Map(), 'lognormal')).toEqual({
      sumKg: 40,
      assessedKg: 0,
      partlyKg: 0,
      interval: null,
    })
  })

  test('stands beside what is: the interval is of the assessed part, and what is half assessed is counted', () => {
    const groups = [row(60, range(10)), row(30, range(10), ['f']), row(10, null, ['f'])]
    const { sumKg, assessedKg, partlyKg, interval } = aggregate(groups, new Map(), 'approach1')
    expect({ sumKg, assessedKg, partlyKg }).toEqual({ sumKg: 100, assessedKg: 90, partlyKg: 30 })
    expect(interval!.highKg - 90).toBeCloseTo(Math.hypot(6, 3), 9)
  })
})

test('scaling all activities scales the interval, and the width stays', () => {
  const group = fc.record({
    kg: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    percent: fc.option(fc.integer({ min: 0, max: 200 })),
    factor: fc.constantFrom('a', 'b'),
  })
  const factors = new Map([['a', range(12)]])
  fc.assert(
    fc.property(fc.array(group, { minLength: 1 }), fc.constantFrom('approach1', 'lognormal'), (drawn, method) => {
      const of = (scale: number) =>
        aggregate(
          drawn.map(({ kg, percent, factor }) => row(kg * scale, percent === null ? null : range(percent), [factor])),
          factors,
          method,
        )
      const [once, twice] = [of(1), of(2)]
      expect(twice.interval === null).toBe(once.interval === null)
      if (once.interval !== null && twice.interval !== null) {
        expect(twice.interval.halfWidth).toBeCloseTo(once.interval.halfWidth, 9)
        expect(twice.interval.highKg / once.interval.highKg).toBeCloseTo(2, 9)
        expect(once.interval.highKg).toBeGreaterThanOrEqual(once.assessedKg * (1 - 1e-12))
      }
    }),
  )
})
