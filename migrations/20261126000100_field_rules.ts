import type { Knex } from 'knex'

/** What the values of a field must be like: range, form, unique. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE fields ADD COLUMN rules jsonb
      CHECK (rules IS NULL OR (jsonb_typeof(rules) = 'object' AND type <> 'formula'))`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE fields DROP COLUMN rules')
}
