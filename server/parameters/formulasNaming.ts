import type { Knex } from 'knex'

/** A formula or condition of a field that is there, as it names the parameter of key `?`. */
const NAMES = `(f.formula ~ ('parameter\\s*\\(\\s*"' || p.key || '"') OR f.rules ->> 'formula' ~ ('parameter\\s*\\(\\s*"' || p.key || '"'))`

const FIELDS_NAMING = `parameters p
  JOIN fields f ON f.tenant_id = p.tenant_id AND f.deleted_at IS NULL AND ${NAMES}
  JOIN tables t ON t.tenant_id = f.tenant_id AND t.id = f.table_id AND t.deleted_at IS NULL
  JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id AND m.deleted_at IS NULL`

/** How many formulas and conditions name each of the parameters; those that none names are missing. */
export async function formulasNaming(
  trx: Knex.Transaction,
  tenantId: string,
  parameterIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await trx.raw<{ rows: { id: string; formulas: number }[] }>(
    `SELECT p.id, count(*)::int AS formulas FROM ${FIELDS_NAMING} WHERE p.tenant_id = ? AND p.id = ANY (?) GROUP BY p.id`,
    [tenantId, [...parameterIds]],
  )
  return new Map(rows.map(({ id, formulas }) => [id, formulas]))
}

/** Cycles that are not locked, of the projects in which a formula names the parameter. */
export async function cyclesComputingWith(
  trx: Knex.Transaction,
  tenantId: string,
  parameterId: string,
): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { id: string }[] }>(
    `SELECT DISTINCT c.id FROM ${FIELDS_NAMING}
       JOIN cycles c ON c.tenant_id = m.tenant_id AND c.project_id = m.project_id AND c.deleted_at IS NULL AND c.status <> 'locked'
     WHERE p.tenant_id = ? AND p.id = ?`,
    [tenantId, parameterId],
  )
  return rows.map(({ id }) => id)
}
