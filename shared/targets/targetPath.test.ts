import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sbtiAdvice, type AdvisedTarget } from './sbtiAdvice.ts'
import { annualPercent, pathIn, type TargetLine } from './targetPath.ts'

const LINE: TargetLine = { baseYear: 2020, targetYear: 2030, reductionPercent: 42 }

test('the path is linear from the base to the target, level after it, and nothing before it', () => {
  expect(annualPercent(LINE)).toBeCloseTo(4.2, 12)
  expect([2019, 2020, 2025, 2030, 2040].map((year) => pathIn(year, 1000, LINE))).toEqual([
    null,
    1000,
    expect.closeTo(790, 9),
    expect.closeTo(580, 9),
    expect.closeTo(580, 9),
  ])
  expect(pathIn(2030, 1000, { ...LINE, targetYear: 2020 })).toBeNull()
})

test('a path scales with its base and never rises', () => {
  const line = fc.record({
    baseYear: fc.integer({ min: 1990, max: 2030 }),
    targetYear: fc.integer({ min: 2031, max: 2100 }),
    reductionPercent: fc.double({ min: 0.1, max: 100, noNaN: true }),
  })
  fc.assert(
    fc.property(line, fc.double({ min: 0, max: 1e12, noNaN: true }), (one, base) => {
      const years = Array.from({ length: 20 }, (_, i) => one.baseYear + i * 4)
      const amounts = years.map((year) => pathIn(year, base, one)!)
      amounts.forEach((amount, i) => expect(amount).toBeLessThanOrEqual(amounts[Math.max(0, i - 1)]!))
      expect(pathIn(one.targetYear, 3 * base, one)).toBeCloseTo(3 * pathIn(one.targetYear, base, one)!, -6)
    }),
  )
})

const TARGET: AdvisedTarget = { ...LINE, scopes: [1, 2], kind: 'absolute', setIn: 2021 }

test('42 % in ten years over scopes 1 and 2 is 1.5 °C; less, too old, too soon, too late or half of it is told', () => {
  expect(sbtiAdvice(TARGET)).toEqual([])
  expect(sbtiAdvice({ ...TARGET, reductionPercent: 41.9 })).toEqual(['below-1.5-degrees'])
  expect(sbtiAdvice({ ...TARGET, scopes: [2] })).toEqual(['scopes-1-and-2'])
  expect(sbtiAdvice({ ...TARGET, scopes: [1, 2, 3] })).toEqual(['scope-3-apart'])
  expect(sbtiAdvice({ ...TARGET, baseYear: 2014, reductionPercent: 80 })).toEqual(['base-too-old'])
  expect(sbtiAdvice({ ...TARGET, setIn: 2026 })).toEqual(['too-soon'])
  expect(sbtiAdvice({ ...TARGET, setIn: 2019 })).toEqual(['too-late'])
  expect(sbtiAdvice({ ...TARGET, kind: 'intensity', reductionPercent: 10 })).toEqual(['intensity'])
})

test('scope 3 alone is measured by 2.5 % a year', () => {
  expect(sbtiAdvice({ ...TARGET, scopes: [3], reductionPercent: 25 })).toEqual([])
  expect(sbtiAdvice({ ...TARGET, scopes: [3], reductionPercent: 24.9 })).toEqual(['below-well-below-2-degrees'])
})
