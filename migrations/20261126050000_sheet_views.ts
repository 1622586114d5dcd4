import type { Knex } from 'knex'

/** How people look at the sheets of a table, under names; of one person or shared. And which of them they begin with. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE sheet_views (
      tenant_id  uuid NOT NULL,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      table_id   uuid NOT NULL,
      -- Null: shared with all who read the table.
      owner_id   uuid,
      name       text NOT NULL CHECK (name <> ''),
      definition jsonb NOT NULL CHECK (jsonb_typeof(definition) = 'object'),
      position   int NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE CASCADE
    );
    CREATE UNIQUE INDEX sheet_views_name ON sheet_views (tenant_id, table_id, owner_id, lower(name)) NULLS NOT DISTINCT;

    CREATE TABLE sheet_view_defaults (
      tenant_id uuid NOT NULL,
      table_id  uuid NOT NULL,
      -- Null: of everybody who has chosen none.
      user_id   uuid,
      view_id   uuid NOT NULL,
      UNIQUE NULLS NOT DISTINCT (tenant_id, table_id, user_id),
      FOREIGN KEY (tenant_id, view_id) REFERENCES sheet_views (tenant_id, id) ON DELETE CASCADE
    );
    CREATE INDEX sheet_view_defaults_view ON sheet_view_defaults (tenant_id, view_id);

    ALTER TABLE sheet_views ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sheet_views FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON sheet_views USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    ALTER TABLE sheet_view_defaults ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sheet_view_defaults FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON sheet_view_defaults USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON sheet_views, sheet_view_defaults TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE sheet_view_defaults, sheet_views')
}
