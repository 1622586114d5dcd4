import type { Knex } from 'knex'

/** What left as a file: who took what when, and the hash of what they got. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE exports (
      tenant_id   uuid NOT NULL,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      -- In which order they began.
      number      bigint GENERATED ALWAYS AS IDENTITY,
      cycle_id    uuid NOT NULL,
      -- Null: all tables of the cycle.
      table_id    uuid,
      format      text NOT NULL CHECK (format IN ('csv', 'xlsx', 'ndjson', 'json')),
      -- Fields, order and filters that were asked for.
      selection   jsonb NOT NULL CHECK (jsonb_typeof(selection) = 'object'),
      file_name   text NOT NULL CHECK (file_name <> ''),
      made_by     uuid NOT NULL,
      started_at  timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      broken_off  boolean NOT NULL DEFAULT false,
      rows        bigint CHECK (rows >= 0),
      bytes       bigint CHECK (bytes >= 0),
      sha256      text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE CASCADE,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE CASCADE,
      CHECK (finished_at IS NULL OR broken_off OR (rows IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL))
    );
    CREATE UNIQUE INDEX exports_newest ON exports (tenant_id, number);
    CREATE INDEX exports_of_person ON exports (tenant_id, made_by, number);
    CREATE INDEX exports_of_cycle ON exports (tenant_id, cycle_id, number);
    ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
    ALTER TABLE exports FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON exports USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON exports TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE exports')
}
