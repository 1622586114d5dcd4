import { controlOf } from '../boundary/siteProblems.ts'
import { sharesOf, type SiteShare } from '../boundary/siteShares.ts'
import type { FrozenRecords } from './FrozenCycle.ts'

/** The part of each site that counts, as a run froze it. */
export function frozenShares({ cycle, sites }: FrozenRecords): SiteShare {
  const controls = new Map(sites.map(({ site, ...control }) => [site, controlOf(control)]))
  return sharesOf({ consolidation: cycle.consolidation, controls })
}
