import type { Knex } from 'knex'

/** Changes to a cycle that were thought through and kept, without anything of them being real. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE scenarios (
      tenant_id  uuid NOT NULL,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      cycle_id   uuid NOT NULL,
      name       text NOT NULL CHECK (name <> ''),
      -- As the contract of a what-if has it.
      changes    jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'object'),
      made_by    uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE CASCADE
    );
    CREATE UNIQUE INDEX scenarios_of_cycle ON scenarios (tenant_id, cycle_id, lower(name));
    ALTER TABLE scenarios ENABLE ROW LEVEL SECURITY;
    ALTER TABLE scenarios FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON scenarios USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON scenarios TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE scenarios')
}
