import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'

/**
 * GWP-100 of a species in a set; null when the set has none.
 * Methane by origin: AR6 table 7.15 gives 29.8 for fossil and 27.0 for other methane, and its generic 27.9 is not for
 * inventories, so methane of unstated origin counts as fossil there. Earlier sets have one value for all methane (AR5:
 * 28, by which EPA and DESNZ publish; the 30 of its footnote is not used).
 */
export function gwpOf(species: string, table: GwpTable, set: GwpSet): number | null {
  const isMethane = species === 'CH4' || species === 'CH4-fossil' || species === 'CH4-nonfossil'
  const bySet = set === 'AR6' ? (species === 'CH4' ? 'CH4-fossil' : species) : 'CH4'
  return own(table, isMethane ? bySet : species)
}

const own = (table: GwpTable, species: string): number | null =>
  Object.hasOwn(table, species) ? (table[species] ?? null) : null
