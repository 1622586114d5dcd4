/**
 * The sum of some finite numbers, the same to the bit in whatever order they come: they are sorted first, and what an
 * addition loses is carried along (Neumaier 1974). Not finite on overflow.
 */
export function orderlessSum(values: Float64Array): number {
  let sum = 0
  let lost = 0
  for (const value of values.toSorted()) {
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return Number.isFinite(sum) ? sum + lost : sum
}
