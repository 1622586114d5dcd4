import type { Knex } from 'knex'

/**
 * The same row of a publication in each of its editions: ids begin with publisher and edition, as in
 * `desnz25.1_101_1011_8` and `desnz24.1_101_1011_8`.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE factors ADD COLUMN series text NOT NULL
      GENERATED ALWAYS AS (regexp_replace(id, '^([a-z]+)[0-9]+[a-z0-9]*[.]', '\\1.')) STORED`)
  await knex.raw('CREATE INDEX factors_of_series ON factors (series)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE factors DROP COLUMN series')
}
