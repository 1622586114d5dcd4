import { num } from '#client/theme/format.ts'

const MOST_DIGITS = 6

/** As many decimals as matter, grouped after the point as in print: 0.182 96. Unknown is a dash. */
export function publishedAmount(amount: number | null): string {
  if (amount === null) {
    return '–'
  }
  const [whole = '', fraction] = decimal(amount).split('.')
  return fraction === undefined
    ? num(amount)
    : `${num(Number(whole))}.${fraction.replace(/(\d{3})(?=\d)/g, '$1\u00a0')}`
}

/** Without an exponent, however small. */
function decimal(amount: number): string {
  const digits = Number(amount.toPrecision(MOST_DIGITS))
  const text = String(digits)
  return text.includes('e-') ? digits.toFixed(20).replace(/0+$/, '') : text
}
