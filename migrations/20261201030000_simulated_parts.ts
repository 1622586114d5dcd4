import type { Knex } from 'knex'

/** What of a cycle a simulation drew: those from before drew all of it, with scope 2 location-based. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE simulations
      ADD COLUMN part text NOT NULL DEFAULT 'total' CHECK (part IN ('total', 'scope12')),
      ADD COLUMN basis text NOT NULL DEFAULT 'location' CHECK (basis IN ('location', 'market'))`)
}

/** Of what was drawn otherwise nobody could tell any more what it is of: it goes. It can be drawn again with its seed. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE simulations NO FORCE ROW LEVEL SECURITY;
    DELETE FROM simulations WHERE part <> 'total' OR basis <> 'location';
    ALTER TABLE simulations FORCE ROW LEVEL SECURITY;
    ALTER TABLE simulations DROP COLUMN basis, DROP COLUMN part`)
}
