import type { Knex } from 'knex'

/** Texts of several lines, and several choices of a list. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`INSERT INTO field_types (type) VALUES ('long_text'), ('options')`)
}

/** Fields of these types would have no type any more: the way back is closed while there are some. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DELETE FROM field_types WHERE type IN ('long_text', 'options')`)
}
