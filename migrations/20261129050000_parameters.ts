import type { Knex } from 'knex'

/** Densities, heating values, exchange rates and price indices of a company, each value with its year and source. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE parameters (
      tenant_id  uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      -- Formulas name it; it never changes, and neither does the unit.
      key        text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]*$'),
      name       text NOT NULL CHECK (name <> ''),
      kind       text NOT NULL CHECK (kind IN ('density', 'heating_value', 'exchange_rate', 'price_index', 'other')),
      unit       text NOT NULL CHECK (unit <> ''),
      made_by    uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX parameters_key ON parameters (tenant_id, key) WHERE deleted_at IS NULL;
    CREATE UNIQUE INDEX parameters_name ON parameters (tenant_id, lower(name)) WHERE deleted_at IS NULL;

    -- A value is never changed: another one takes its place, so that what a locked cycle rests on stays readable.
    CREATE TABLE parameter_values (
      tenant_id     uuid NOT NULL,
      id            uuid NOT NULL DEFAULT gen_random_uuid(),
      parameter_id  uuid NOT NULL,
      year          int NOT NULL CHECK (year BETWEEN 1990 AND 2100),
      value         double precision NOT NULL CHECK (value > 0 AND value < 'Infinity'),
      source        text NOT NULL CHECK (source <> ''),
      source_url    text NOT NULL DEFAULT '',
      made_by       uuid,
      created_at    timestamptz NOT NULL DEFAULT now(),
      superseded_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, parameter_id) REFERENCES parameters (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX parameter_values_current ON parameter_values (tenant_id, parameter_id, year) WHERE superseded_at IS NULL;

    -- The values as they were when a cycle was locked.
    CREATE TABLE cycle_parameters (
      tenant_id uuid NOT NULL,
      cycle_id  uuid NOT NULL,
      value_id  uuid NOT NULL,
      PRIMARY KEY (tenant_id, cycle_id, value_id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, value_id) REFERENCES parameter_values (tenant_id, id) ON DELETE RESTRICT
    );`)
  for (const [table, rights] of [
    ['parameters', 'SELECT, INSERT, UPDATE'],
    ['parameter_values', 'SELECT, INSERT, UPDATE (superseded_at)'],
    ['cycle_parameters', 'SELECT, INSERT'],
  ] as const) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
      DO $do$ BEGIN
        EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app');
      END $do$`)
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE cycle_parameters; DROP TABLE parameter_values; DROP TABLE parameters')
}
