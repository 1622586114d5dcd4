/** Tells webhooks which sheets have other rows. Positions in the journal say what was told, so a crash forgets nothing. */
import type { Knex } from 'knex'
import { bodyOf } from './tellHooks.ts'

interface MovedSheet {
  webhook_id: string
  document_id: string
  table_id: string
  cycle_id: string
  position: string
  /** Null: nobody changed anything, the system did. */
  since: Date | null
  people: string[] | null
}

/**
 * Writes down one delivery per webhook and sheet that moved, and not for the same sheet again within `everyMs`. Only the part
 * that everybody reads counts: that a hidden field changed is told to nobody. One server at a time.
 */
export async function tellRows(trx: Knex.Transaction, everyMs: number): Promise<number> {
  const { rows: locks } = await trx.raw<{ rows: { mine: boolean }[] }>(
    `SELECT pg_try_advisory_xact_lock(hashtext(current_tenant()::text || 'webhooks')) AS mine`,
  )
  if (locks[0]?.mine !== true) {
    return 0
  }
  const { rows } = await trx.raw<{ rows: MovedSheet[] }>(MOVED_SQL, [everyMs])
  const told = rows.filter(({ since }) => since !== null)
  if (rows.length > 0) {
    await trx('webhook_positions')
      .insert(
        rows.map(({ webhook_id, document_id, position }) => ({
          tenant_id: trx.raw('current_tenant()'),
          webhook_id,
          document_id,
          position,
          told_at: trx.fn.now(),
        })),
      )
      .onConflict(['tenant_id', 'webhook_id', 'document_id'])
      .merge(['position', 'told_at'])
  }
  if (told.length > 0) {
    await trx('webhook_deliveries').insert(
      told.map((sheet) => ({
        tenant_id: trx.raw('current_tenant()'),
        webhook_id: sheet.webhook_id,
        kind: 'rows.changed',
        body: bodyOf('rows.changed', {
          table_id: sheet.table_id,
          cycle_id: sheet.cycle_id,
          revision: Number(sheet.position),
          since: sheet.since!.toISOString(),
          people: sheet.people ?? [],
        }),
      })),
    )
  }
  return told.length
}

/** From now on a webhook is told of what comes; what was before is not new to it. */
export async function beginTelling(trx: Knex.Transaction, webhookId: string): Promise<void> {
  await trx.raw(
    `INSERT INTO webhook_positions (tenant_id, webhook_id, document_id, position, told_at)
     SELECT d.tenant_id, ?, d.id, d.head_seq, '-infinity' FROM documents d
     WHERE d.tenant_id = current_tenant() AND d.part = 'common'
     ON CONFLICT (tenant_id, webhook_id, document_id) DO UPDATE SET position = excluded.position, told_at = excluded.told_at`,
    [webhookId],
  )
}

const MOVED_SQL = `
  SELECT h.id AS webhook_id, d.id AS document_id, d.table_id, d.cycle_id, p.position, u.since, u.people
  FROM webhooks h
    JOIN documents d ON d.tenant_id = h.tenant_id AND d.part = 'common'
    JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
    LEFT JOIN webhook_positions t ON t.tenant_id = h.tenant_id AND t.webhook_id = h.id AND t.document_id = d.id
    CROSS JOIN LATERAL (
      SELECT min(created_at) AS since, array_agg(DISTINCT actor_id) FILTER (WHERE actor_id IS NOT NULL) AS people
      FROM document_updates
      WHERE tenant_id = d.tenant_id AND document_id = d.id AND seq > coalesce(t.position, 0) AND seq <= p.position
        AND origin IN ('socket', 'api', 'import')) u
  WHERE h.tenant_id = current_tenant() AND h.state = 'active' AND h.deleted_at IS NULL AND 'rows.changed' = ANY (h.kinds)
    AND p.position > coalesce(t.position, 0)
    AND (t.told_at IS NULL OR t.told_at <= now() - ? * interval '1 millisecond')`
