import type { Knex } from 'knex'

/** What nobody had accounted for when a cycle was locked stands in its seal, and whether whoever locked it said so. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- {s3_categories, missing_rows, is_confirmed}. Null: of a seal from before, or that the system made later.
    ALTER TABLE seals ADD COLUMN unaccounted jsonb CHECK (jsonb_typeof(unaccounted) = 'object')`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE seals DROP COLUMN unaccounted')
}
