import type pg from 'pg'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'

/** One part of a sheet as the database has it. */
export interface StoredDocument {
  tenantId: string
  documentId: number
  tableId: string
  cycleId: string
  part: string
  /** For people: table, cycle and part. */
  label: string
}

/** Something that is not as it should be. Never holds values of cells. */
export interface Problem {
  document: StoredDocument
  /** Position in the journal, row or table. */
  where: string
  what: string
  /** Null: it has been made good. */
  remedy: string | null
}

/** Every document of every tenant, sheet by sheet. As the owner of the database. */
export async function listDocuments(owner: pg.Pool): Promise<StoredDocument[]> {
  const tenants = await tenantsOf(owner)
  const documents: StoredDocument[] = []
  for (const tenantId of tenants) {
    const { rows } = await inTenantOn(owner, tenantId, (client) =>
      client.query<StoredDocument>(
        `SELECT d.tenant_id AS "tenantId", d.id::float8 AS "documentId", d.table_id AS "tableId", d.cycle_id AS "cycleId", d.part,
                t.name || ', ' || c.name || CASE d.part WHEN 'common' THEN '' ELSE ', ' || d.part END AS label
         FROM documents d JOIN tables t ON t.tenant_id = d.tenant_id AND t.id = d.table_id
           JOIN cycles c ON c.tenant_id = d.tenant_id AND c.id = d.cycle_id
         WHERE d.tenant_id = $1 ORDER BY d.table_id, d.cycle_id, d.part <> 'common', d.id`,
        [tenantId],
      ),
    )
    documents.push(...rows)
  }
  return documents
}

/**
 * All that have documents; others have nothing to prove. Row-level security holds for the owner too, unless it is a
 * superuser: this is the one question beyond a tenant.
 */
export async function tenantsOf(owner: pg.Pool): Promise<string[]> {
  const client = await owner.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT set_config('app.follow_heads', 'on', true)`)
    const { rows } = await client.query<{ id: string }>('SELECT DISTINCT tenant_id AS id FROM documents ORDER BY 1')
    return rows.map(({ id }) => id)
  } finally {
    await client.query('ROLLBACK').catch(() => {})
    client.release()
  }
}
