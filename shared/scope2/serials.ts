/** Serial numbers of certificates: one, or a range "first .. last" whose ends differ in their last digits only. */

interface SerialRange {
  prefix: string
  from: bigint
  to: bigint
}

/** Written with two dots or more, an ellipsis, "to", or a dash between spaces. */
const BETWEEN = /\s*(?:\.{2,}|…)\s*|\s+(?:to|-|–|—)\s+/i

/** Null: a range whose ends do not fit together. */
export function serialRange(text: string): SerialRange | null {
  const [first = '', last, ...more] = text.trim().toUpperCase().split(BETWEEN)
  const start = partsOf(first)
  const end = last === undefined ? start : partsOf(last)
  const isRange =
    more.length === 0 &&
    first !== '' &&
    start.prefix === end.prefix &&
    start.digits === end.digits &&
    end.number >= start.number
  return isRange && (last === undefined || end.digits > 0)
    ? { prefix: `${start.prefix}/${start.digits}`, from: start.number, to: end.number }
    : null
}

/** The first pair that names the same certificate, one of each list; null when there is none. */
export function commonSerial(ones: readonly string[], others: readonly string[]): [string, string] | null {
  const known = others.flatMap((text) => ({ text, range: serialRange(text) }))
  for (const one of ones) {
    const range = serialRange(one)
    const found = range && known.find((other) => other.range !== null && overlap(range, other.range))
    if (found) {
      return [one, found.text]
    }
  }
  return null
}

const overlap = (one: SerialRange, other: SerialRange): boolean =>
  one.prefix === other.prefix && one.from <= other.to && other.from <= one.to

/** The digits at the end are the number; what stands before them, and how many they are, tells series apart. */
function partsOf(serial: string): { prefix: string; digits: number; number: bigint } {
  const digits = /\d*$/.exec(serial)![0]
  return { prefix: serial.slice(0, serial.length - digits.length), digits: digits.length, number: BigInt(digits || 0) }
}
