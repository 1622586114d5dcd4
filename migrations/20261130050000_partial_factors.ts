/**
 * A factor that gives CO2 alone says which gases of its activity it lacks (CH4, N2O), in the form that formulas read: what is
 * computed with it is partial. Refrigerants are the gas that leaks, and lack none. Rows whose cells or options name such a
 * factor are derived anew, also those of locked cycles: no amount of theirs changes, and what was sealed stays as it is.
 */
import type { Knex } from 'knex'

const LACKS = `(
  SELECT jsonb_agg(gas ORDER BY gas) FROM unnest(ARRAY['CH4', 'N2O']) AS g (gas)
  WHERE NOT EXISTS (SELECT FROM jsonb_object_keys(normalised -> 'gasesKg') AS k (species) WHERE starts_with(k.species, g.gas)))`
const IS_LACKING = `normalised IS NOT NULL AND jsonb_exists(normalised -> 'gasesKg', 'CO2')
  AND normalised -> 'co2eOnlyKg' = 'null' AND ${LACKS} IS NOT NULL`

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE factors SET normalised = normalised || jsonb_build_object('lacks', ${LACKS})
    WHERE ${IS_LACKING} AND path[1] IS DISTINCT FROM 'Refrigerant & other'`)
  await markOwn(knex, `normalised || jsonb_build_object('lacks', ${LACKS}) WHERE ${IS_LACKING}`)
  await deriveAnew(knex)
}

export async function down(knex: Knex): Promise<void> {
  await deriveAnew(knex)
  await knex.raw(`UPDATE factors SET normalised = normalised - 'lacks' WHERE normalised IS NOT NULL`)
  await markOwn(knex, `normalised - 'lacks'`)
}

/** An approved factor does not change: its numbers do not, and the mark follows from them. */
async function markOwn(knex: Knex, normalised: string): Promise<void> {
  await knex.raw(`
    ALTER TABLE custom_factors DISABLE TRIGGER keep_approved_factors;
    UPDATE custom_factors SET normalised = ${normalised};
    ALTER TABLE custom_factors ENABLE TRIGGER keep_approved_factors`)
}

async function deriveAnew(knex: Knex): Promise<void> {
  await knex.raw(`
    WITH lacking AS (
      SELECT id::text AS id FROM factors WHERE jsonb_exists(normalised, 'lacks')
      UNION SELECT id::text FROM custom_factors WHERE jsonb_exists(normalised, 'lacks'))
    UPDATE document_projections p SET position = -1
    FROM documents d
    WHERE d.tenant_id = p.tenant_id AND d.id = p.document_id AND (
      EXISTS (
        SELECT FROM rows r, jsonb_each_text(r.values) AS v (ordinal, value) JOIN lacking l ON l.id = v.value
        WHERE r.tenant_id = d.tenant_id AND r.table_id = d.table_id AND r.cycle_id = d.cycle_id)
      OR EXISTS (
        SELECT FROM fields g, jsonb_path_query(g.options, '$[*].factors.*') AS o (id) JOIN lacking l ON l.id = o.id #>> '{}'
        WHERE g.tenant_id = d.tenant_id AND g.table_id = d.table_id))`)
}
