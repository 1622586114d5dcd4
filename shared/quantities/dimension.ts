/**
 * What kind of thing a number measures, as exponents of base dimensions. Two numbers may be added only when their
 * dimensions are the same. Kept apart on purpose: fuel energy by heating value basis, mass of CO2e, mass of each gas,
 * money of each currency and price year, and each kind of count.
 */
export type Dimension = Readonly<Record<string, number>>

export function multiplyDimensions(a: Dimension, b: Dimension, power = 1): Dimension {
  const product = new Map(Object.entries(a))
  for (const [base, exponent] of Object.entries(b)) {
    const sum = (product.get(base) ?? 0) + exponent * power
    if (sum === 0) {
      product.delete(base)
    } else {
      product.set(base, sum)
    }
  }
  return Object.fromEntries(product)
}

export function isSameDimension(a: Dimension, b: Dimension): boolean {
  const bases = Object.keys(a)
  return bases.length === Object.keys(b).length && bases.every((base) => a[base] === b[base])
}

export const isDimensionless = (dimension: Dimension): boolean => Object.keys(dimension).length === 0

/** Words for messages: "mass of CO2e per volume". */
export function describeDimension(dimension: Dimension): string {
  const entries = Object.entries(dimension).sort(([a], [b]) => (a < b ? -1 : 1))
  const over = entries.filter(([, exponent]) => exponent > 0).map(power)
  const under = entries.filter(([, exponent]) => exponent < 0).map(power)
  if (entries.length === 0) {
    return 'a plain number'
  }
  return under.length === 0 ? over.join(' × ') : `${over.join(' × ') || 'one'} per ${under.join(' and ')}`
}

function power([base, exponent]: [string, number]): string {
  const size = Math.abs(exponent)
  return size === 1 ? base : `${base} to the power of ${size}`
}
