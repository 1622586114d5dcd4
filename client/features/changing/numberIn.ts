/** A number as people write it: spaces in groups, a point or one comma for decimals. Null: empty. NaN: something else. */
export function numberIn(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0]/g, '')
  if (plain === '') {
    return null
  }
  return /^\d+([.,]\d+)?$/.test(plain) ? Number(plain.replace(',', '.')) : Number.NaN
}
