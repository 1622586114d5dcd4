import { latinDigits } from './latinDigits.ts'

const CURRENCY = '[$€£¥₹฿]|USD|EUR|GBP|THB|SAR|AED|JPY|CHF'
const LEADING_CURRENCY = new RegExp(`^(?:${CURRENCY})\\s*`, 'i')
const TRAILING_CURRENCY = new RegExp(`\\s*(?:${CURRENCY})$`, 'i')

/** Groups of three with one kind of separator throughout, or plain digits; then decimals, exponent, per cent. */
const NUMBER = /^(?:\d{1,3}([,\s'’])\d{3}(?:\1\d{3})*|\d*)(?:\.\d*)?(?:e[+-]?\d{1,3})?\s*%?$/i

/** What stands before the decimals: 1,204.5 or 1.204,5. The other mark groups thousands. */
export type DecimalMark = 'point' | 'comma'

/** As programs write numbers, which most are; the rest of what people write costs a dozen steps. */
const PLAIN: Readonly<Record<DecimalMark, RegExp>> = {
  point: /^-?\d{1,300}(?:\.\d{1,300})?$/,
  comma: /^-?\d{1,300}(?:,\d{1,300})?$/,
}

/** Arabic marks mean the same everywhere and stay. */
const swapMarks = (text: string): string => text.replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'))

/**
 * The number that people mean by `text`, or null. Accepts thousands separators (comma, space, apostrophe), a currency
 * sign or code on either side, accounting negatives "(5)", the real minus sign, per cent ("5 %" is 0.05), and Arabic and
 * Persian digits. A decimal comma is ambiguous and is not guessed at: whoever knows of it says so by `mark`.
 */
export function parseNumber(text: string, mark: DecimalMark = 'point'): number | null {
  if (PLAIN[mark].test(text)) {
    const plain = Number(mark === 'comma' ? text.replace(',', '.') : text)
    return plain === 0 ? 0 : plain
  }
  const marked = mark === 'comma' ? swapMarks(text.trim()) : text.trim()
  let rest = latinDigits(marked).replaceAll('\u2212', '-')
  let negative = false
  if (/^\(.*\)$/.test(rest)) {
    negative = true
    rest = rest.slice(1, -1).trim()
  }
  const sign = /^[+-]\s*/
  const takeSign = (): boolean => {
    const found = sign.exec(rest)
    if (found === null) {
      return false
    }
    negative ||= found[0].startsWith('-')
    rest = rest.slice(found[0].length)
    return true
  }
  const signed = takeSign()
  rest = rest.replace(LEADING_CURRENCY, '').replace(TRAILING_CURRENCY, '')
  if (!signed) {
    takeSign()
  }
  if (!/\d/.test(rest) || !NUMBER.test(rest)) {
    return null
  }
  const digits = rest.replace(/[,\s'’%]/g, '')
  const magnitude = Number(digits) / (rest.endsWith('%') ? 100 : 1)
  if (digits === '' || !Number.isFinite(magnitude)) {
    return null
  }
  return negative && magnitude !== 0 ? -magnitude : magnitude
}
