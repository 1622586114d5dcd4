import type { Knex } from 'knex'
import type { BoundaryReply } from '#shared/api/boundary.ts'
import { ESRS_GROUPS, esrsGroupOf } from '#shared/boundary/consolidation.ts'
import type { Identity } from '../policies/Identity.ts'
import { addKnown } from '../emissions/emissionGroups.ts'
import { boundaryOf, sharesOf } from './siteShares.ts'
import { siteAmounts } from './siteAmounts.ts'

const SCOPES = [1, 2, 3] as const

/** The boundary of a cycle with what it does to the totals, of the sites and tables that the person may read. */
export async function cycleBoundary(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: { id: string; projectId: string },
): Promise<BoundaryReply> {
  const boundary = await boundaryOf(trx, cycle.id)
  const { names, amounts } = await siteAmounts(trx, identity, cycle.id)
  const share = sharesOf(boundary)
  const kgOf = (isIn: (site: string | null, scope: number) => boolean): number | null =>
    addKnown(amounts.filter((one) => isIn(one.site, one.scope)).map(({ kg }) => kg))
  return {
    cycle_id: cycle.id,
    project_id: cycle.projectId,
    consolidation: boundary.consolidation,
    sites: [...names].map(([site, name]) => {
      const control = boundary.controls.get(site)
      const kg = kgOf((one) => one === site)
      return {
        site,
        name,
        control: control === undefined ? null : presentControl(control),
        share: share(site),
        co2e_kg: kg,
        counted_kg: kg === null ? null : kg * share(site),
      }
    }),
    without_site_kg: kgOf((site) => site === null),
    esrs: ESRS_GROUPS.map((group) => {
      const isIn = (site: string | null): boolean =>
        group === esrsGroupOf(site === null ? undefined : boundary.controls.get(site))
      return {
        group,
        co2e_kg: kgOf(isIn),
        by_scope: SCOPES.map((scope) => ({ scope, co2e_kg: kgOf((site, own) => own === scope && isIn(site)) })),
      }
    }),
  }
}

export const presentControl = (control: {
  ownershipPct: number
  financialControl: boolean
  operationalControl: boolean
}): NonNullable<BoundaryReply['sites'][number]['control']> => ({
  ownership_pct: control.ownershipPct,
  financial_control: control.financialControl,
  operational_control: control.operationalControl,
})
