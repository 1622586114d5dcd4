/**
 * Half-width of a product of independent quantities, as a fraction: the root of the sum of squares. IPCC 2006 Guidelines,
 * volume 1, chapter 3, equation 3.1. It is meant for halves up to about 30 %.
 */
export function halfWidthOfProduct(halfWidths: readonly number[]): number {
  return Math.sqrt(halfWidths.reduce((sum, one) => sum + one ** 2, 0))
}

/**
 * Half-width of a sum of independent quantities as a fraction of the sum: `sqrt(sum (U_i * x_i)^2) / |sum x_i|`. IPCC 2006
 * Guidelines, volume 1, chapter 3, equation 3.2; the sum stands below, not the root of the sum of squares. Null when the
 * quantities add up to nothing.
 */
export function halfWidthOfSum(quantities: readonly { amount: number; halfWidth: number }[]): number | null {
  const sum = Math.abs(quantities.reduce((total, { amount }) => total + amount, 0))
  const squares = quantities.reduce((total, { amount, halfWidth }) => total + (amount * halfWidth) ** 2, 0)
  return sum === 0 ? null : Math.sqrt(squares) / sum
}

/** GSD2 of a product of independent lognormal quantities, such as activity times factor: by the sum of ln^2. */
export function gsd2OfProduct(gsd2s: readonly number[]): number {
  return Math.exp(Math.sqrt(gsd2s.reduce((sum, gsd2) => sum + Math.log(gsd2) ** 2, 0)))
}
