/** Tables for measurements, made directly in the database: there is no route for it yet. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { FieldOption, FieldType } from '#shared/fields/field.ts'

export interface ProductTable {
  tenantId: string
  tableId: string
  cycleId: string
}

export interface TableField {
  key: string
  type: FieldType
  options?: readonly FieldOption[]
  formula?: string
}

interface Place {
  tenantId: string
  moduleId: string
  cycleId: string
}

/** In the first module of the demo tenant, for its open cycle. Field `i` has the ordinal `i + 2`. */
export async function createTable(pool: pg.Pool, fields: readonly TableField[]): Promise<ProductTable> {
  const { rows } = await pool.query<Place>(
    `SELECT m.tenant_id AS "tenantId", m.id AS "moduleId", c.id AS "cycleId"
     FROM modules m
     JOIN cycles c ON c.project_id = m.project_id AND c.status = 'open'
     JOIN memberships ms ON ms.tenant_id = m.tenant_id
     JOIN users u ON u.id = ms.user_id AND u.email = 'admin@demo.example'
     ORDER BY m.position LIMIT 1`,
  )
  const { tenantId, moduleId, cycleId } = rows[0]!
  const tableId = randomUUID()
  await pool.query(
    `INSERT INTO tables (id, tenant_id, module_id, key, name, description, position) VALUES ($1, $2, $3, $4, $4, '', 99)`,
    [tableId, tenantId, moduleId, `bench_${tableId.slice(0, 8)}`],
  )
  for (const [i, { key, type, options = [], formula = null }] of fields.entries()) {
    await pool.query(
      `INSERT INTO fields (id, tenant_id, table_id, ordinal, key, name, type, options, formula, required, position)
       VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, false, $4)`,
      [randomUUID(), tenantId, tableId, i + 2, key, type, JSON.stringify(options), formula],
    )
  }
  return { tenantId, tableId, cycleId }
}
