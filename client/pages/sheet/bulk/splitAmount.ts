/** Most decimals that a part gets; a number has no more than about 15 digits. */
const MOST_DECIMALS = 15
/** What people write money and meter readings with. */
const USUAL_DECIMALS = 2

/**
 * An amount in parts by weight, none lost: the parts are rounded to the decimals of the amount (two at least) and the last
 * part takes what is left, `remainder` more than its share. Null when the weights add up to nothing.
 */
export function splitAmount(
  amount: number,
  weights: readonly number[],
): { parts: number[]; decimals: number; remainder: number } | null {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (!(sum > 0) || weights.some((weight) => weight < 0) || !Number.isFinite(amount)) {
    return null
  }
  let decimals = Math.min(MOST_DECIMALS, Math.max(USUAL_DECIMALS, decimalsOf(amount)))
  while (decimals > 0 && !Number.isSafeInteger(Math.round(amount * 10 ** decimals))) {
    decimals--
  }
  const unit = 10 ** decimals
  // In whole steps of the last decimal, so that adding up is exact.
  const whole = Math.round(amount * unit)
  const steps = weights.map((weight) => Math.round((whole / sum) * weight))
  const last = steps.length - 1
  const before = steps.slice(0, last).reduce((all, step) => all + step, 0)
  const remainder = whole - before - (steps[last] ?? 0)
  steps[last] = whole - before
  return { parts: steps.map((step) => step / unit), decimals, remainder: remainder / unit }
}

function decimalsOf(amount: number): number {
  const [digits = '', exponent = '0'] = String(amount).toLowerCase().split('e')
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent))
}
