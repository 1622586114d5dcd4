import type { Knex } from 'knex'

/** Tables and fields that people keep, to make others of them. What a template says is copied, so it may change later. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE templates (
      tenant_id   uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      kind        text NOT NULL CHECK (kind IN ('table', 'field')),
      name        text NOT NULL CHECK (name <> ''),
      description text NOT NULL DEFAULT '',
      -- The fields in their order, as far as whoever made it could read them.
      fields      jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'array'),
      made_by     uuid NOT NULL,
      created_at  timestamptz NOT NULL DEFAULT now(),
      updated_at  timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX templates_name ON templates (tenant_id, kind, lower(name)) WHERE deleted_at IS NULL;
    ALTER TABLE templates ENABLE ROW LEVEL SECURITY;
    ALTER TABLE templates FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON templates USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON templates TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE templates')
}
