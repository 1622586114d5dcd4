import type { Knex } from 'knex'
import type { GapDeclaration } from '#shared/api/declarations.ts'
import type { Gap } from '#shared/api/gap.ts'

/** What is declared of a row that is missing, or was missing when that was said. */
export interface DeclaredGap extends Gap, GapDeclaration {
  table_id: string
  /** Of the field whose text `source` is; null: the table has none, or whoever declared it may read none. */
  ordinal: number | null
}

/** Everything that was declared of missing rows in a cycle, by table, month, site and source. */
export async function declaredGapsOf(trx: Knex.Transaction, cycleId: string): Promise<DeclaredGap[]> {
  return trx('declared_gaps')
    .where({ cycle_id: cycleId })
    .orderByRaw('table_id, month COLLATE "C", site COLLATE "C", ordinal, source COLLATE "C"')
    .select('table_id', 'month', 'site', 'ordinal', 'source', 'state', 'reason')
}

/** Names the place of a gap within its table; the same for the same place. */
export const gapKey = ({ month, site, ordinal, source }: Omit<DeclaredGap, 'table_id' | 'state' | 'reason'>): string =>
  JSON.stringify([month, site, ordinal, source])

/** What was declared of gaps in one cycle is declared in its next version, which has the same months. */
export async function copyDeclaredGaps(
  trx: Knex.Transaction,
  { userId }: { userId: string },
  { from, to }: { from: string; to: string },
): Promise<void> {
  await trx.raw(
    `INSERT INTO declared_gaps (tenant_id, cycle_id, table_id, month, site, ordinal, source, state, reason, made_by)
     SELECT tenant_id, :to, table_id, month, site, ordinal, source, state, reason, :userId
     FROM declared_gaps WHERE tenant_id = current_tenant() AND cycle_id = :from`,
    { from, to, userId },
  )
}
