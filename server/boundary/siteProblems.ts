import type { BoundaryBody, SiteControlBody } from '#shared/api/boundary.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { SiteControl } from '#shared/boundary/consolidation.ts'

/** What is wrong with sites that were sent. `names`: of the sites that the sender may read. */
export function siteProblems(sites: BoundaryBody['sites'], names: ReadonlyMap<string, string>): ProblemDetail[] {
  const seen = new Set<string>()
  return sites.flatMap(({ site }, index): ProblemDetail[] => {
    const path = `sites[${index}].site`
    if (!names.has(site)) {
      const message = 'No table of this project that you may read has such a site. Choose one of the list.'
      return [{ path, code: 'not-found', message }]
    }
    if (seen.has(site)) {
      return [{ path, code: 'twice', message: `${names.get(site)} is there twice. State it once.` }]
    }
    seen.add(site)
    return []
  })
}

export const controlOf = (body: SiteControlBody): SiteControl => ({
  ownershipPct: body.ownership_pct,
  financialControl: body.financial_control,
  operationalControl: body.operational_control,
})
