import type { Knex } from 'knex'

/** The types of fields are rows, so that a new one is an INSERT and no new constraint over all that there are. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE field_types (type text PRIMARY KEY);
    INSERT INTO field_types (type)
      VALUES ('text'), ('number'), ('date'), ('month'), ('boolean'), ('option'), ('formula');
    ALTER TABLE fields
      DROP CONSTRAINT fields_type_check,
      ADD CONSTRAINT fields_type_is_known FOREIGN KEY (type) REFERENCES field_types (type)`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE fields
      DROP CONSTRAINT fields_type_is_known,
      ADD CONSTRAINT fields_type_check
        CHECK (type IN ('text', 'number', 'date', 'month', 'boolean', 'option', 'formula'));
    DROP TABLE field_types`)
}
