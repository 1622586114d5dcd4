/**
 * Factors that count gases outside the scopes (CFC, HCFC and others that are not Kyoto gases) say what of them is a memo and what stays
 * in the scope: DESNZ prints both for each substance. Cycles that are locked already keep what they reported, with everything
 * in the scope. Rows of other cycles whose cells or options name such a factor are derived anew.
 */
import type { Knex } from 'knex'

const OTHERS = `'Emissions including only non-Kyoto products'`
/** "HCFC-22/R22 = chlorodifluoromethane" is HCFC22 among the GWPs. */
const SPECIES = `replace(substring(f.path[3] from '^[^/ ]+'), '-', '')`

const HAS_OTHERS_ONLY = `(f.path[4] = ${OTHERS} OR f.published -> 'co2e' -> 'v' = o.published -> 'co2e' -> 'v')`

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE cycles ADD COLUMN counts_all_gases boolean NOT NULL DEFAULT false')
  await knex.raw(`UPDATE cycles SET counts_all_gases = true WHERE status = 'locked'`)
  await knex.raw(
    `UPDATE factors f SET normalised = f.normalised || jsonb_build_object('memo', jsonb_build_object(
       'gasesKg', CASE WHEN f.path[2] = 'Montreal protocol products' AND f.published ->> 'per' = 'kg' AND ${SPECIES} ~ '^(HFC|HCFC|CFC|HFE|HCFE|Halon)[0-9][0-9a-z]*$'
         THEN jsonb_build_object(${SPECIES}, 1) ELSE '{}' END,
       'co2eKg', o.published -> 'co2e' -> 'v',
       'insideKg', CASE WHEN ${HAS_OTHERS_ONLY} THEN '0' ELSE k.published -> 'co2e' -> 'v' END))
     FROM factors o LEFT JOIN factors k ON k.factor_set_id = o.factor_set_id AND k.path[1:3] = o.path[1:3]
       AND k.published ->> 'per' = o.published ->> 'per' AND k.path[4] = 'Emissions including only Kyoto products'
       AND jsonb_exists(k.published, 'co2e')
     WHERE o.factor_set_id = f.factor_set_id AND o.path[1:3] = f.path[1:3] AND o.published ->> 'per' = f.published ->> 'per'
       AND o.path[4] = ${OTHERS} AND jsonb_exists(o.published, 'co2e') AND jsonb_exists(f.normalised, 'outsideScopes')
       AND (${HAS_OTHERS_ONLY} OR k.id IS NOT NULL)`,
  )
  await deriveAnew(knex)
}

export async function down(knex: Knex): Promise<void> {
  await deriveAnew(knex)
  await knex.raw(`UPDATE factors SET normalised = normalised - 'memo' WHERE jsonb_exists(normalised, 'memo')`)
  await knex.raw('ALTER TABLE cycles DROP COLUMN counts_all_gases')
}

async function deriveAnew(knex: Knex): Promise<void> {
  await knex.raw(`
    WITH memo AS (SELECT id FROM factors WHERE jsonb_exists(normalised, 'memo'))
    UPDATE document_projections p SET position = -1
    FROM documents d JOIN cycles c ON c.tenant_id = d.tenant_id AND c.id = d.cycle_id AND NOT c.counts_all_gases
    WHERE d.tenant_id = p.tenant_id AND d.id = p.document_id AND (
      EXISTS (
        SELECT FROM rows r, jsonb_each_text(r.values) AS v (ordinal, value) JOIN memo m ON m.id = v.value
        WHERE r.tenant_id = d.tenant_id AND r.table_id = d.table_id AND r.cycle_id = d.cycle_id)
      OR EXISTS (
        SELECT FROM fields g, jsonb_path_query(g.options, '$[*].factors.*') AS o (id) JOIN memo m ON m.id = o.id #>> '{}'
        WHERE g.tenant_id = d.tenant_id AND g.table_id = d.table_id))`)
}
