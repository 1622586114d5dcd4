import type { RowSum } from '../emissions/sumRows.ts'
import type { SiteShare } from './siteShares.ts'

/** The sums with the part of each site that counts. What is unknown stays so; rows, gaps and errors are those of all rows. */
export function consolidate(sums: readonly RowSum[], share: SiteShare): RowSum[] {
  return sums.map((sum) => {
    const part = share(sum.site)
    return part === 1
      ? sum
      : {
          ...sum,
          co2eKg: times(sum.co2eKg, part),
          biogenicCo2Kg: times(sum.biogenicCo2Kg, part),
          partialKg: sum.partialKg * part,
        }
  })
}

const times = (kg: number | null, part: number): number | null => (kg === null ? null : kg * part)
