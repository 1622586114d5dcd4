import type { Knex } from 'knex'

/** What breaks a rule of its field counts among the errors of a row from now on: all rows are derived anew. */
export async function up(knex: Knex): Promise<void> {
  await deriveAnew(knex)
}

/** The server before this counts them anew, its own way. */
export async function down(knex: Knex): Promise<void> {
  await deriveAnew(knex)
}

const deriveAnew = (knex: Knex): Promise<unknown> => knex.raw('UPDATE document_projections SET position = -1')
