import type { Knex } from 'knex'
import type { BoundaryPreview, BoundaryPreviewBody } from '#shared/api/boundary.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { addKnown } from '../emissions/emissionGroups.ts'
import type { Identity } from '../policies/Identity.ts'
import { controlOf, siteProblems } from './siteProblems.ts'
import { siteAmounts } from './siteAmounts.ts'
import { boundaryOf, sharesOf, type SiteShare } from './siteShares.ts'

const SCOPES = [1, 2, 3] as const

/** The totals that the person may read, as they are and as they would be. Throws ValidationError with every problem. */
export async function previewBoundary(
  trx: Knex.Transaction,
  identity: Identity,
  { cycleId, body }: { cycleId: string; body: BoundaryPreviewBody },
): Promise<BoundaryPreview> {
  const { names, amounts } = await siteAmounts(trx, identity, cycleId)
  const problems = siteProblems(body.sites ?? [], names)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const now = await boundaryOf(trx, cycleId)
  const controls = new Map(now.controls)
  for (const { site, control } of body.sites ?? []) {
    if (control === null) {
      controls.delete(site)
    } else {
      controls.set(site, controlOf(control))
    }
  }
  const consolidation = body.consolidation === undefined ? now.consolidation : body.consolidation
  const [before, after] = [sharesOf(now), sharesOf({ consolidation, controls })]
  const sumOf = (share: SiteShare, isIn: (one: (typeof amounts)[number]) => boolean): number | null =>
    addKnown(amounts.filter(isIn).map(({ site, kg }) => (kg === null ? null : kg * share(site))))
  const change = (isIn: (one: (typeof amounts)[number]) => boolean) => ({
    before_kg: sumOf(before, isIn),
    after_kg: sumOf(after, isIn),
  })
  return {
    ...change(() => true),
    by_scope: SCOPES.map((scope) => ({ ...change((one) => one.scope === scope), scope })),
    sites: [...names]
      .filter(([site]) => before(site) !== after(site))
      .map(([site, name]) => ({
        ...change((one) => one.site === site),
        site,
        name,
        before_share: before(site),
        after_share: after(site),
      })),
  }
}
