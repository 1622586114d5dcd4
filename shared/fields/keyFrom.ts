const LONGEST = 60

/**
 * A key for a name: lower snake case of its Latin letters and digits, different from those that are taken.
 * "Fuel burned (L)" becomes `fuel_burned_l`; a name without Latin letters becomes `otherwise`.
 */
export function keyFrom(name: string, taken: ReadonlySet<string>, otherwise = 'field'): string {
  const latin = name.normalize('NFKD').toLowerCase()
  const words = latin.replaceAll(/\p{M}/gu, '').match(/[a-z0-9]+/g) ?? []
  const joined = words
    .join('_')
    .replace(/^[0-9_]+/, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '')
  const key = joined === '' ? otherwise : joined
  for (let n = 1; ; n++) {
    const one = n === 1 ? key : `${key}_${n}`
    if (!taken.has(one)) {
      return one
    }
  }
}
