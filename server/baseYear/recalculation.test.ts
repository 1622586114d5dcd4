import { expect, test } from 'vitest'
import { recalculation } from './recalculation.ts'

const cause = (percent: number | null, more: object = {}) => ({ percent, existed: true, isDecided: false, ...more })

test('the threshold asks in both directions, from exactly the threshold on', () => {
  expect([4.99, 5, -5, -4.99].map((percent) => recalculation([cause(percent)], 5).asks)).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('several small ones ask together, and two that cancel out are two; decided ones ask no more', () => {
  const both = [cause(3), cause(-3)]
  expect(recalculation(both, 5)).toEqual({ significant: [false, false], undecidedPercent: 6, asks: true })
  expect(recalculation([cause(3, { isDecided: true }), cause(-3)], 5)).toMatchObject({
    undecidedPercent: 3,
    asks: false,
  })
})

test('what did not exist in the base year changes nothing of it; what is not known is not called insignificant', () => {
  expect(recalculation([cause(40, { existed: false }), cause(null)], 5)).toEqual({
    significant: [false, null],
    undecidedPercent: 0,
    asks: false,
  })
})
