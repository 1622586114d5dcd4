import type { Knex } from 'knex'

/** A file can be of several cycles of a project; which ones is in its selection. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE exports
      ADD COLUMN project_id uuid,
      ALTER COLUMN cycle_id DROP NOT NULL,
      ADD CONSTRAINT exports_project_fkey
        FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE,
      ADD CONSTRAINT exports_of_one CHECK (num_nonnulls(cycle_id, project_id) = 1),
      ADD CONSTRAINT exports_table_of_cycle CHECK (table_id IS NULL OR cycle_id IS NOT NULL);
    CREATE INDEX exports_of_project ON exports (tenant_id, project_id, number) WHERE project_id IS NOT NULL`)
}

/** Files of several cycles are on record no longer: there is no place for them. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE exports NO FORCE ROW LEVEL SECURITY;
    DELETE FROM exports WHERE cycle_id IS NULL;
    ALTER TABLE exports FORCE ROW LEVEL SECURITY;
    ALTER TABLE exports
      DROP CONSTRAINT exports_table_of_cycle,
      DROP CONSTRAINT exports_of_one,
      DROP COLUMN project_id,
      ALTER COLUMN cycle_id SET NOT NULL`)
}
