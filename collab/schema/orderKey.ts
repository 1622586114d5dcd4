/**
 * Fractional order keys: texts over 0-9A-Za-z that sort by code unit, with room between any two. The first six characters
 * count like an integer (appending moves on by a random step, so keys stay short), what follows is a fraction.
 * Random steps make it unlikely that two people who insert at the same place get the same key; equal keys sort by row id.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RADIX = 62n
const WIDTH = 6
const MAX_STEP = 4096
const START = 'V00000'
const SEED_STEP = 2048n

/**
 * `count` keys in ascending order behind `before` and ahead of `after`; null = the end of the sheet on that side.
 * When the two are equal or the wrong way round (others moved rows meanwhile), the keys follow `before` closely.
 */
export function orderKeysBetween(before: string | null, after: string | null, count: number): string[] {
  if (before !== null && after !== null) {
    return spread(before, after, count)
  }
  const keys: string[] = []
  let at = integerOf(before ?? after ?? START)
  for (let i = 0; i < count; i++) {
    const step = BigInt(1 + Math.floor(Math.random() * MAX_STEP))
    at = after === null ? at + step : at - step
    keys.push(textOf(at, WIDTH))
  }
  if (at <= 0n || at >= RADIX ** BigInt(WIDTH)) {
    return spread(before ?? '0', after ?? 'zzzzzzzz', count) // the integers are used up on that side
  }
  return after === null ? keys : keys.reverse()
}

/** Keys for a sheet that is written for the first time: always the same for the same count. */
export function seedOrderKeys(count: number): string[] {
  const start = integerOf(START)
  return Array.from({ length: count }, (_, row) => textOf(start + SEED_STEP * BigInt(row + 1), WIDTH))
}

/** Evenly between two keys, each somewhere in the first half of its share. */
function spread(before: string, after: string, count: number): string[] {
  let width = Math.max(WIDTH, before.length, after.length)
  let low = numberOf(before, width)
  let high = numberOf(after, width)
  if (high <= low) {
    high = low + 1n
  }
  while (high - low < BigInt(count + 1) * 8n) {
    width++
    low *= RADIX
    high *= RADIX
  }
  const share = (high - low) / BigInt(count + 1)
  return Array.from({ length: count }, (_, i) =>
    textOf(low + share * BigInt(i) + share / 2n + below(share / 2n), width),
  )
}

const below = (limit: bigint): bigint =>
  BigInt(Math.floor(Math.random() * Number(limit < 2n ** 50n ? limit : 2n ** 50n)))

const integerOf = (key: string): bigint => numberOf(key.slice(0, WIDTH), WIDTH)

function numberOf(key: string, width: number): bigint {
  let number = 0n
  for (let i = 0; i < width; i++) {
    const digit = i < key.length ? DIGITS.indexOf(key.charAt(i)) : 0
    number = number * RADIX + BigInt(Math.max(0, digit))
  }
  return number
}

function textOf(number: bigint, width: number): string {
  let text = ''
  let rest = number
  for (let i = 0; i < width; i++) {
    text = DIGITS.charAt(Number(rest % RADIX)) + text
    rest /= RADIX
  }
  return text
}
