import type { Knex } from 'knex'

/** Factors that their publisher gives for avoided emissions only say so in the form that formulas read. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE factors SET normalised = normalised || '{"avoidedOnly": true}'
    WHERE published ->> 'use' LIKE 'avoided-emissions%' AND normalised IS NOT NULL`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`UPDATE factors SET normalised = normalised - 'avoidedOnly' WHERE normalised IS NOT NULL`)
}
