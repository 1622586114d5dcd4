import type { Knex } from 'knex'
import type { ConflictReply } from '#shared/api/conflicts.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { Identity } from '#server/policies/Identity.ts'

export interface OpenConflict {
  id: string
  at: Date
  row_id: string
  ordinal: number
  kept: CellValue
  kept_by: string
  kept_by_name: string | null
  lost: CellValue
  lost_by: string
  lost_by_name: string | null
}

/** More than anybody decides one by one. */
const MOST = 500

/** Conflicts of one person in one sheet, newest first. What somebody has written over since is decided. */
export async function openConflicts(
  trx: Knex.Transaction,
  { tenantId, userId }: Identity,
  { tableId, cycleId }: SheetAddress,
): Promise<OpenConflict[]> {
  return trx('cell_conflicts as c')
    .join('rows as r', (on) =>
      on
        .on('r.tenant_id', 'c.tenant_id')
        .andOn('r.table_id', 'c.table_id')
        .andOn('r.cycle_id', 'c.cycle_id')
        .andOn('r.row_id', 'c.row_id'),
    )
    .leftJoin('users as kept_user', 'kept_user.id', 'c.kept_by')
    .leftJoin('users as lost_user', 'lost_user.id', 'c.lost_by')
    .where({ 'c.tenant_id': tenantId, 'c.table_id': tableId, 'c.cycle_id': cycleId, 'r.deleted': false })
    .whereNull('c.settled_at')
    .andWhere((mine) => mine.where('c.kept_by', userId).orWhere('c.lost_by', userId))
    .whereRaw('r.values->(c.ordinal::text) IS NOT DISTINCT FROM c.kept')
    .orderBy([{ column: 'c.at', order: 'desc' }, { column: 'c.id' }])
    .limit(MOST)
    .select('c.id', 'c.at', 'c.row_id', 'c.ordinal', 'c.kept', 'c.kept_by', 'c.lost', 'c.lost_by')
    .select({ kept_by_name: 'kept_user.name', lost_by_name: 'lost_user.name' })
}

/** Null when the reader may not read the field (any more). */
export function presentConflict(conflict: OpenConflict, field: string | undefined): ConflictReply | null {
  return field === undefined
    ? null
    : {
        id: conflict.id,
        at: conflict.at.toISOString(),
        row_id: conflict.row_id,
        field,
        kept: conflict.kept,
        kept_by: { id: conflict.kept_by, name: conflict.kept_by_name ?? 'Unknown' },
        lost: conflict.lost,
        lost_by: { id: conflict.lost_by, name: conflict.lost_by_name ?? 'Unknown' },
      }
}
