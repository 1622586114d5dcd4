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

/** The same, above or below zero. */
export function signedNumberIn(text: string): number | null {
  const [, sign = '', size = ''] = /^\s*([-+−–]?)(.*)$/s.exec(text) ?? []
  const number = numberIn(size)
  return number === null ? (sign === '' ? null : Number.NaN) : sign === '' || sign === '+' ? number : -number
}
