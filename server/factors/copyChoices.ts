import type { Knex } from 'knex'

/**
 * Why cells of a cycle name their factors goes on in its next version, whose rows have the same ids and names the same factors; who
 * chose, and when, stays.
 */
export async function copyChoices(trx: Knex.Transaction, { from, to }: { from: string; to: string }): Promise<void> {
  await trx.raw(
    `INSERT INTO factor_choices (tenant_id, table_id, cycle_id, row_id, ordinal, factor_id, suggestion_hash, activity_ordinal,
       site_ordinal, made_by, made_at)
     SELECT c.tenant_id, c.table_id, :to, c.row_id, c.ordinal, c.factor_id, c.suggestion_hash, c.activity_ordinal,
       c.site_ordinal, c.made_by, c.made_at
     FROM factor_choices c
     JOIN rows r ON r.tenant_id = c.tenant_id AND r.table_id = c.table_id AND r.cycle_id = c.cycle_id AND r.row_id = c.row_id
     WHERE c.tenant_id = current_tenant() AND c.cycle_id = :from AND NOT r.deleted
       AND r.values ->> c.ordinal::text = c.factor_id`,
    { from, to },
  )
}
