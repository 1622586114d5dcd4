import type { Knex } from 'knex'

/** Reports that people put together themselves, for the cycles of a project. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE report_templates (
      tenant_id  uuid NOT NULL,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      project_id uuid NOT NULL,
      name       text NOT NULL CHECK (name <> ''),
      -- Their titles, and what is in them.
      sections   jsonb NOT NULL CHECK (jsonb_typeof(sections) = 'array'),
      made_by    uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX report_templates_name ON report_templates (tenant_id, project_id, lower(name))
      WHERE deleted_at IS NULL;
    ALTER TABLE report_templates ENABLE ROW LEVEL SECURITY;
    ALTER TABLE report_templates FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON report_templates USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON report_templates TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE report_templates')
}
