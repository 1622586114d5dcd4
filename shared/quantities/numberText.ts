/** Numbers as people see them. The stored value is never rounded; these only paint. */

/**
 * Group separator. U+00A0, not U+2009: the thin space of Plex is 0.118 em and vanishes at 13 px, and it is "white space" to the
 * bidi algorithm, so 81 017 turns into 017 81 in Arabic text. U+00A0 is a common separator: it keeps the digits together.
 */
const GAP = '\u00a0'
const UNKNOWN = '–'

/** Groups of three, a point for decimals: 1 284 310.5. Always grouped, so that columns line up; unknown is a dash. */
export function num(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return UNKNOWN
  }
  const [whole = '0', fraction] = Math.abs(value).toFixed(digits).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GAP)
  const isNegative = value < 0 && Number(Math.abs(value).toFixed(digits)) !== 0
  return (isNegative ? '\u2212' : '') + grouped + (fraction === undefined ? '' : `.${fraction}`)
}

/** Emissions in tonnes: four significant digits below 1 000 t, whole tonnes above; unknown is a dash. */
export function tonnes(amountT: number | null | undefined): string {
  if (amountT === null || amountT === undefined) {
    return UNKNOWN
  }
  const size = Math.abs(amountT)
  if (size === 0) {
    return '0'
  }
  return num(amountT, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4)
}

/** How many decimals a column of tonnes needs so that its points line up: decided by the largest of them. */
export function columnDigits(amountsT: readonly (number | null)[]): number {
  const largest = Math.max(0, ...amountsT.map((amount) => Math.abs(amount ?? 0)))
  return largest >= 1000 ? 0 : largest >= 100 ? 1 : 2
}

/** Percent with its sign kept together. */
export function pct(percent: number | null | undefined, digits = 1): string {
  const text = num(percent, digits)
  return text === UNKNOWN ? text : `${text}${GAP}%`
}

/** Signed change; the sign is always shown and zero has none. */
export function signed(change: number, digits = 0): string {
  return (change > 0 ? '+' : '') + num(change, digits)
}

/** Four significant digits, without an exponent: for ratios, which may be very small. */
export function ratio(value: number): string {
  const size = Math.abs(value)
  return size === 0 ? '0' : num(value, Math.min(Math.max(3 - Math.floor(Math.log10(size)), 0), 12))
}
