import type { Knex } from 'knex'
import type { CycleStatus } from '#shared/api/cycles.ts'
import { type Consolidation, shareOf, type SiteControl } from '#shared/boundary/consolidation.ts'

/** The boundary of a cycle: the approach, and what is stated of its sites by option id. */
export interface CycleBoundary {
  consolidation: Consolidation | null
  controls: ReadonlyMap<string, SiteControl>
}

/** The part of a site that counts, 0 to 1. Rows without a site count whole. */
export type SiteShare = (site: string | null) => number

/** As it is; of a locked cycle as it was locked. */
export async function boundaryOf(trx: Knex.Transaction, cycleId: string): Promise<CycleBoundary> {
  const cycle: ApproachRow | undefined = await trx('cycles as c')
    .join('projects as p', (on) => on.on('p.tenant_id', 'c.tenant_id').on('p.id', 'c.project_id'))
    .where({ 'c.id': cycleId })
    .first('c.status', 'c.consolidation as kept', 'p.consolidation')
  const controls: ControlRow[] = await trx('site_controls').where({ cycle_id: cycleId }).orderByRaw('site COLLATE "C"')
  return {
    consolidation: (cycle?.status === 'locked' ? cycle.kept : cycle?.consolidation) ?? null,
    controls: new Map(
      controls.map((row) => [
        row.site,
        {
          ownershipPct: row.ownership_pct,
          financialControl: row.financial_control,
          operationalControl: row.operational_control,
        },
      ]),
    ),
  }
}

export function sharesOf({ consolidation, controls }: CycleBoundary): SiteShare {
  return (site) => (site === null ? 1 : shareOf(consolidation, controls.get(site)))
}

/** Whether every site counts whole, so that sums need no second look. */
export function countsWhole(boundary: CycleBoundary): boolean {
  const share = sharesOf(boundary)
  return [...boundary.controls.keys()].every((site) => share(site) === 1)
}

interface ApproachRow {
  status: CycleStatus
  kept: Consolidation | null
  consolidation: Consolidation | null
}

interface ControlRow {
  site: string
  ownership_pct: number
  financial_control: boolean
  operational_control: boolean
}
