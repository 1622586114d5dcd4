import type { Knex } from 'knex'

/** What a company has promised to reduce, in one basis, from one base cycle. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE reduction_targets (
      tenant_id         uuid NOT NULL,
      id                uuid NOT NULL DEFAULT gen_random_uuid(),
      project_id        uuid NOT NULL,
      name              text NOT NULL CHECK (name <> ''),
      description       text NOT NULL DEFAULT '',
      scopes            smallint[] NOT NULL CHECK (scopes <@ '{1,2,3}' AND scopes <> '{}'),
      basis             text NOT NULL CHECK (basis IN ('location', 'market')),
      kind              text NOT NULL CHECK (kind IN ('absolute', 'intensity')),
      denominator_id    uuid,
      -- In its first version: the latest one counts.
      base_cycle_id     uuid NOT NULL,
      target_year       int NOT NULL CHECK (target_year BETWEEN 1990 AND 2150),
      reduction_percent double precision NOT NULL CHECK (reduction_percent > 0 AND reduction_percent <= 100),
      made_by           uuid,
      created_at        timestamptz NOT NULL DEFAULT now(),
      updated_at        timestamptz NOT NULL DEFAULT now(),
      deleted_at        timestamptz,
      PRIMARY KEY (tenant_id, id),
      CHECK ((kind = 'intensity') = (denominator_id IS NOT NULL)),
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, denominator_id) REFERENCES denominators (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, base_cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX reduction_targets_name ON reduction_targets (tenant_id, project_id, lower(name))
      WHERE deleted_at IS NULL;
    CREATE INDEX reduction_targets_of_cycle ON reduction_targets (tenant_id, base_cycle_id) WHERE deleted_at IS NULL;
    ALTER TABLE reduction_targets ENABLE ROW LEVEL SECURITY;
    ALTER TABLE reduction_targets FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON reduction_targets USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON reduction_targets TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE reduction_targets')
}
