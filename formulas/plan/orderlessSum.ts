import { ExactSum } from '#shared/quantities/ExactSum.ts'

/** The sum of some finite numbers, the same to the bit in whatever order they come: they are sorted first. Not finite on overflow. */
export function orderlessSum(values: Float64Array): number {
  const sum = new ExactSum()
  for (const value of values.toSorted()) {
    sum.add(value)
  }
  return sum.value
}
