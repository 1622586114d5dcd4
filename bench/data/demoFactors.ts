import type pg from 'pg'

/** The demo tenant, and twelve factors per kWh of its library that state their gases. */
export async function demoFactors(pool: pg.Pool): Promise<{ tenantId: string; factorIds: string[] }> {
  const { rows: tenants } = await pool.query<{ tenant_id: string }>(
    `SELECT m.tenant_id FROM memberships m JOIN users u ON u.id = m.user_id AND u.email = 'admin@demo.example'`,
  )
  const { rows: factors } = await pool.query<{ id: string }>(
    `SELECT id FROM factors WHERE unit = 'kWh' AND normalised -> 'gasesKg' ->> 'N2O' IS NOT NULL ORDER BY id LIMIT 12`,
  )
  return { tenantId: tenants[0]!.tenant_id, factorIds: factors.map(({ id }) => id) }
}
