import type { Knex } from 'knex'

/** Where a site is: its part of the country besides country and grid region, and what these codes look like. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- ISO 3166-2, of the same country.
    ALTER TABLE sites ADD COLUMN subdivision text,
      ADD CONSTRAINT sites_country CHECK (country ~ '^[A-Z]{2}$'),
      ADD CONSTRAINT sites_subdivision CHECK (country IS NOT NULL AND subdivision ~ ('^' || country || '-[A-Z0-9]{1,3}$')
        OR subdivision IS NULL),
      ADD CONSTRAINT sites_grid_region CHECK (country IS NOT NULL AND grid_region <> '' OR grid_region IS NULL)`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE sites DROP CONSTRAINT sites_country, DROP CONSTRAINT sites_subdivision, DROP CONSTRAINT sites_grid_region,
      DROP COLUMN subdivision`)
}
