import type { Knex } from 'knex'

/**
 * Cells that hold an estimate: by which method, and what it rests on. It is in force as long as the cell holds its value, so
 * whatever is entered later ends it, and whoever takes that back has it again.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE estimates (
      tenant_id  uuid NOT NULL,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      cycle_id   uuid NOT NULL,
      table_id   uuid NOT NULL,
      row_id     text NOT NULL,
      ordinal    integer NOT NULL CHECK (ordinal >= 2),
      method     text NOT NULL CHECK (method IN ('prior_year', 'average', 'intensity', 'manual')),
      value      double precision NOT NULL CHECK (value < 'Infinity' AND value > '-Infinity'),
      -- The cells that it was computed from: [{cycle_id, row_id, month, value, is_estimate}, ...].
      inputs     jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(inputs) = 'array'),
      -- Of the method intensity: {per_unit, units, unit, source}.
      intensity  jsonb,
      reason     text NOT NULL DEFAULT '',
      -- The gap that it fills, when the row was added for it: [month, site, source] as text. Two people cannot fill one twice.
      gap        text,
      made_by    uuid,
      made_at    timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, cycle_id, table_id, row_id, ordinal),
      UNIQUE (tenant_id, cycle_id, table_id, gap),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      CHECK ((method = 'intensity') = (intensity IS NOT NULL)),
      CHECK (method <> 'manual' OR reason <> '')
    );
    ALTER TABLE estimates ENABLE ROW LEVEL SECURITY;
    ALTER TABLE estimates FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON estimates USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON estimates TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE estimates')
}
