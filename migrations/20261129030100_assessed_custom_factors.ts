import type { Knex } from 'knex'

/** A company says how sure its own factors are, too: those stand beside the published ones, in a table of their own. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE factor_assessments DROP CONSTRAINT factor_assessments_factor_id_fkey')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE factor_assessments ADD CONSTRAINT factor_assessments_factor_id_fkey
      FOREIGN KEY (factor_id) REFERENCES factors (id) ON DELETE RESTRICT NOT VALID`)
}
