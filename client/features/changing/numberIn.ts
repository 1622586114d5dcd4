/**
 * A number as people write it: spaces in groups, a point or one comma for decimals, an exponent. Null: empty. NaN: something
 * else, or below zero.
 */
export function numberIn(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  if (plain === '') {
    return null
  }
  return /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
}

/**
 * A number that the server needs, as it is sent: where the field is empty NaN, which JSON writes as null, so that the server
 * says what is missing there as it says everything else.
 */
export function neededNumber(number: number | null): number {
  return number ?? Number.NaN
}

/** The same as `numberIn`, above or below zero. */
export function signedNumberIn(text: string): number | null {
  const [, sign = '', size = ''] = /^\s*([-+−–]?)(.*)$/s.exec(text) ?? []
  const number = numberIn(size)
  return number === null ? (sign === '' ? null : Number.NaN) : sign === '' || sign === '+' ? number : -number
}
