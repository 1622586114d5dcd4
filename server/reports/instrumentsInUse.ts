import type { Knex } from 'knex'
import { INSTRUMENT_TYPES } from '#shared/scope2/instrument.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import type { Cycle } from '../models/Cycle.ts'
import { cycleScope2, sumKnown } from '../scope2/cycleScope2.ts'

const SOURCES = [...INSTRUMENT_TYPES, 'grid_average', 'unknown'] as const

/**
 * Energy of scope 2 by what covers it, market-based, in the order of the hierarchy; of each site the part that counts. For who may
 * read all of scope 2.
 */
export async function instrumentsInUse(
  trx: Knex.Transaction,
  cycle: Cycle,
  share: SiteShare,
): Promise<{ source: string; mwh: number; kg: number | null }[]> {
  const { consumption } = await cycleScope2(trx, cycle)
  const lines = consumption.flatMap(({ site, lines: own }) => own.map((line) => ({ ...line, part: share(site) })))
  return SOURCES.flatMap((source) => {
    const own = lines.filter((line) => line.source === source)
    const mwh = own.reduce((sum, line) => sum + line.mwh * line.part, 0)
    const kg = own.some((line) => line.kg === null)
      ? null
      : sumKnown(own.map((line) => (line.kg === null ? null : line.kg * line.part)))
    return own.length === 0 ? [] : [{ source, mwh, kg }]
  })
}
