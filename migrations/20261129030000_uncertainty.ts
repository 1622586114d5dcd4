import type { Knex } from 'knex'

const TABLES = ['table_assessments', 'factor_assessments', 'assessments_frozen', 'simulations']

/**
 * How sure numbers are. Assessments are only ever added: the newest holds, and a locked cycle goes on with those that were
 * there when it was locked.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE table_assessments (
      tenant_id     uuid NOT NULL,
      id            bigint GENERATED ALWAYS AS IDENTITY,
      table_id      uuid NOT NULL,
      -- Ids of the fields whose cells say it: {"range": ..., "technology": ..., ...}.
      columns       jsonb NOT NULL CHECK (jsonb_typeof(columns) = 'object'),
      -- Where those are empty: percent of the value, and scores from 1 to 5 by indicator.
      range_percent double precision CHECK (range_percent >= 0),
      scores        jsonb NOT NULL CHECK (jsonb_typeof(scores) = 'object'),
      reason        text NOT NULL CHECK (reason <> ''),
      made_by       uuid,
      made_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX table_assessments_of ON table_assessments (tenant_id, table_id, id DESC);

    CREATE TABLE factor_assessments (
      tenant_id     uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      id            bigint GENERATED ALWAYS AS IDENTITY,
      factor_id     text NOT NULL REFERENCES factors (id) ON DELETE RESTRICT,
      -- Null and no scores: it is not assessed any more.
      range_percent double precision CHECK (range_percent >= 0),
      scores        jsonb NOT NULL CHECK (jsonb_typeof(scores) = 'object'),
      reason        text NOT NULL CHECK (reason <> ''),
      made_by       uuid,
      made_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, id)
    );
    CREATE INDEX factor_assessments_of ON factor_assessments (tenant_id, factor_id, id DESC);

    -- When a cycle was locked: later assessments are none of its.
    CREATE TABLE assessments_frozen (
      tenant_id uuid NOT NULL,
      cycle_id  uuid NOT NULL,
      at        timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, cycle_id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );

    CREATE TABLE simulations (
      tenant_id   uuid NOT NULL,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      cycle_id    uuid NOT NULL,
      seed        int NOT NULL,
      draws       int NOT NULL CHECK (draws > 0),
      -- Drawn quantities: activities and factors.
      quantities  int NOT NULL,
      -- SHA-256 of all that was drawn from.
      inputs_hash text NOT NULL,
      result      jsonb NOT NULL,
      made_by     uuid,
      made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX simulations_of ON simulations (tenant_id, cycle_id, made_at DESC)`)
  for (const table of TABLES) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
      DO $do$ BEGIN
        EXECUTE format('GRANT SELECT, INSERT ON ${table} TO %I', current_database() || '_app');
      END $do$`)
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(TABLES.map((table) => `DROP TABLE ${table};`).join(' '))
}
