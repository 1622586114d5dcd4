/** What a factor holds besides, that often stands in a table of its own as well. */
export const COUNTED_TWICE = ['well_to_tank', 'waste_transport'] as const
export type CountedTwice = (typeof COUNTED_TWICE)[number]

/**
 * By the boundary that a publication or a company states: a well-to-wheel factor holds the well-to-tank share of category 3
 * (GHG Protocol, Scope 3 Standard, table 5.4), and US EPA table 9 the way of waste to the plant (Emission Factors Hub 2025,
 * note to table 9). Null: nothing of the kind is stated.
 */
export function countedTwice(boundary: string | null | undefined): CountedTwice | null {
  const stated = boundary ?? ''
  if (/^WTW$|well[ -]to[ -]wheels?/i.test(stated)) {
    return 'well_to_tank'
  }
  return /includes transport to (the )?(facility|plant)/i.test(stated) ? 'waste_transport' : null
}
