import type { Knex } from 'knex'

/**
 * How sure the rates of instruments are, as `factor_assessments` says it of factors: only ever added, the newest holds, and a
 * locked cycle goes on with those that were there when it was locked.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE instrument_assessments (
      tenant_id     uuid NOT NULL,
      id            bigint GENERATED ALWAYS AS IDENTITY,
      instrument_id uuid NOT NULL,
      -- Null and no scores: it is not assessed any more.
      range_percent double precision CHECK (range_percent >= 0),
      scores        jsonb NOT NULL CHECK (jsonb_typeof(scores) = 'object'),
      reason        text NOT NULL CHECK (reason <> ''),
      made_by       uuid,
      made_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, instrument_id) REFERENCES instruments (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX instrument_assessments_of ON instrument_assessments (tenant_id, instrument_id, id DESC);
    ALTER TABLE instrument_assessments ENABLE ROW LEVEL SECURITY;
    ALTER TABLE instrument_assessments FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON instrument_assessments
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT ON instrument_assessments TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE instrument_assessments')
}
