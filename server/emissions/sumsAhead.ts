import type { Knex } from 'knex'
import { type SheetGroup, StoredGroup } from './SheetGroup.ts'

/** By table: sums that are there before its rows. */
export type SumsAhead = ReadonlyMap<string, readonly SheetGroup[]>

/**
 * Sums of sheets of a cycle whose rows have results of before: of the tables asked for, those that hold. Each is read once, so
 * whatever its rows become meanwhile, a total is of one state.
 */
export async function sumsAhead(
  trx: Knex.Transaction,
  { cycleId, tableIds }: { cycleId: string; tableIds: readonly string[] },
): Promise<SumsAhead> {
  const found: { table_id: string; groups: unknown }[] = await trx('sheet_sums as s')
    .whereRaw('s.tenant_id = current_tenant()')
    .where({ 's.cycle_id': cycleId })
    .whereIn('s.table_id', tableIds)
    .whereRaw(`NOT EXISTS (${NOTED_SINCE})`)
    .select('s.table_id', 's.groups')
  return new Map(found.map(({ table_id: id, groups }) => [id, StoredGroup.array().parse(groups)]))
}

/** SQL for the notes of a sheet that its sums `s` do not know of. */
export const NOTED_SINCE = `SELECT FROM sheet_refreshes n WHERE n.tenant_id = s.tenant_id AND n.cycle_id = s.cycle_id
  AND n.table_id = s.table_id AND n.id <> ALL (s.notes)`

/** The groups that filters leave. */
export function chosenGroups(
  ahead: SumsAhead,
  { site, month }: { site: string | undefined; month: string | undefined },
): SumsAhead {
  return new Map(
    [...ahead].map(([tableId, groups]) => [
      tableId,
      groups.filter((group) => (site ?? group.site) === group.site && (month ?? group.month) === group.month),
    ]),
  )
}
