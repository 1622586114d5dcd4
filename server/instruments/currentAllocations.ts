import type { Knex } from 'knex'
import type { CycleStatus } from '#shared/api/cycles.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'

/** An allocation in a cycle that is there. */
export interface CurrentAllocation {
  id: string
  instrument_id: string
  cycle_id: string
  site: string | null
  from_month: string
  to_month: string
  mwh: number | null
  cycle_name: string
  cycle_status: CycleStatus
  /** Of a version that was restated: it is told, and counts no more. */
  is_restated: boolean
  starts_on: string
  ends_on: string
  gwp_set: GwpSet
  factor_year: number
  project_id: string
  project_name: string
}

/** Of these instruments, by cycle and period. Those of a cycle that was deleted count no more. */
export function currentAllocations(
  trx: Knex.Transaction,
  instrumentIds: readonly string[],
): Promise<CurrentAllocation[]> {
  return trx('instrument_allocations as a')
    .join('cycles as c', (on) => on.on('c.tenant_id', 'a.tenant_id').on('c.id', 'a.cycle_id'))
    .join('projects as p', (on) => on.on('p.tenant_id', 'c.tenant_id').on('p.id', 'c.project_id'))
    .whereIn('a.instrument_id', instrumentIds)
    .whereNull('a.deleted_at')
    .whereNull('c.deleted_at')
    .orderBy(['c.starts_on', 'c.id', 'a.from_month', 'a.created_at', 'a.id'])
    .select('a.id', 'a.instrument_id', 'a.cycle_id', 'a.site', 'a.from_month', 'a.to_month')
    .select(
      'c.name as cycle_name',
      'c.status as cycle_status',
      'c.starts_on',
      'c.ends_on',
      'c.gwp_set',
      'c.factor_year',
    )
    .select('p.id as project_id', 'p.name as project_name')
    .select(trx.raw('a.mwh::float8 AS mwh, c.restated_by IS NOT NULL AS is_restated'))
}

/** Those that count: each cycle in its latest version. */
export const counting = (allocations: readonly CurrentAllocation[]): CurrentAllocation[] =>
  allocations.filter((allocation) => !allocation.is_restated)

/** Watt-hours add up exactly, megawatt-hours do not. */
export function sumMwh(allocations: readonly { mwh: number | null }[]): number {
  return allocations.reduce((sum, { mwh }) => sum + Math.round((mwh ?? 0) * 1e6), 0) / 1e6
}
