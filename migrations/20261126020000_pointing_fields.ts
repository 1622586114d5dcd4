import type { Knex } from 'knex'

/** Fields whose cells point at something: a member, a row of another table (which one, shown by which of its fields), a factor. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    INSERT INTO field_types (type) VALUES ('person'), ('reference'), ('factor');
    ALTER TABLE fields ADD COLUMN target_table_id uuid, ADD COLUMN target_field_id uuid,
      ADD FOREIGN KEY (tenant_id, target_table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      ADD FOREIGN KEY (target_field_id) REFERENCES fields (id) ON DELETE RESTRICT,
      ADD CHECK ((type = 'reference') = (target_table_id IS NOT NULL)),
      ADD CHECK ((target_table_id IS NULL) = (target_field_id IS NULL))`)
}

/** What they pointed at by id stays in the cells, as text. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE fields DROP COLUMN target_table_id, DROP COLUMN target_field_id;
    UPDATE fields SET type = 'text' WHERE type IN ('person', 'reference', 'factor');
    DELETE FROM field_types WHERE type IN ('person', 'reference', 'factor')`)
}
