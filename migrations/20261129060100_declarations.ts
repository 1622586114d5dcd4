import type { Knex } from 'knex'

/** What of an inventory is left out, does not exist, or is zero, each with its reason: nothing unknown is silently zero. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE declarations (
      tenant_id         uuid NOT NULL,
      cycle_id          uuid NOT NULL,
      scope             smallint NOT NULL CHECK (scope BETWEEN 1 AND 3),
      -- Of scope 3; 0: of none.
      s3_category       smallint NOT NULL DEFAULT 0 CHECK (s3_category BETWEEN 0 AND 15),
      -- Empty: the whole category.
      name              text NOT NULL DEFAULT '',
      state             text NOT NULL CHECK (state IN ('excluded', 'not_applicable', 'zero')),
      reason            text NOT NULL CHECK (reason <> ''),
      -- Of what is excluded: how much of the inventory it might be.
      estimated_percent double precision CHECK (estimated_percent BETWEEN 0 AND 100),
      made_by           uuid,
      updated_at        timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, cycle_id, scope, s3_category, name),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      CHECK (name <> '' OR s3_category > 0),
      CHECK (s3_category = 0 OR scope = 3)
    );
    ALTER TABLE declarations ENABLE ROW LEVEL SECURITY;
    ALTER TABLE declarations FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON declarations USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON declarations TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE declarations')
}
