/**
 * DESNZ prints refrigerants by Kyoto gases, by others (CFC, HCFC, ethers, hydrocarbons), and by both. What counts the others is
 * reported outside the scopes and says so in the form that formulas read, with the row of Kyoto gases. Rows of cycles that are
 * not locked whose cells name one are derived anew.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE factors f SET normalised = f.normalised || jsonb_build_object('outsideScopes', jsonb_build_object('instead', k.name))
    FROM factors o
    LEFT JOIN factors k ON k.factor_set_id = o.factor_set_id AND k.path[1:3] = o.path[1:3] AND k.published ->> 'per' = o.published ->> 'per'
      AND k.path[4] = 'Emissions including only Kyoto products' AND jsonb_exists(k.published, 'co2e')
    WHERE o.id = f.id AND f.normalised IS NOT NULL AND f.factor_set_id LIKE 'desnz-%' AND f.path[1] = 'Refrigerant & other'
      AND (f.path[4] = 'Emissions including only non-Kyoto products'
        OR f.path[4] = 'Total emissions including non-Kyoto products'
          AND f.published -> 'co2e' -> 'v' IS DISTINCT FROM k.published -> 'co2e' -> 'v')`)
  await deriveAnew(knex)
}

export async function down(knex: Knex): Promise<void> {
  await deriveAnew(knex)
  await knex.raw(`UPDATE factors SET normalised = normalised - 'outsideScopes' WHERE normalised IS NOT NULL`)
}

async function deriveAnew(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE document_projections p SET position = -1
    FROM documents d JOIN cycles c ON c.tenant_id = d.tenant_id AND c.id = d.cycle_id AND c.status <> 'locked'
    WHERE d.tenant_id = p.tenant_id AND d.id = p.document_id AND (
      EXISTS (
        SELECT FROM rows r, jsonb_each_text(r.values) AS v (ordinal, value)
        JOIN factors f ON f.id = v.value AND jsonb_exists(f.normalised, 'outsideScopes')
        WHERE r.tenant_id = d.tenant_id AND r.table_id = d.table_id AND r.cycle_id = d.cycle_id)
      OR EXISTS (
        SELECT FROM fields g, jsonb_path_query(g.options, '$[*].factors.*') AS o (id)
        JOIN factors f ON f.id = o.id #>> '{}' AND jsonb_exists(f.normalised, 'outsideScopes')
        WHERE g.tenant_id = d.tenant_id AND g.table_id = d.table_id))`)
}
