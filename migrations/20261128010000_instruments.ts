import type { Knex } from 'knex'

/** What people bought their electricity or heat by, and which part of whose consumption each of it covers. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE instruments (
      tenant_id    uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      id           uuid NOT NULL DEFAULT gen_random_uuid(),
      type         text NOT NULL CHECK (type IN ('certificate', 'contract', 'supplier_rate', 'residual_mix')),
      name         text NOT NULL CHECK (name <> ''),
      carrier      text NOT NULL CHECK (carrier IN ('electricity', 'heat', 'cooling')),
      -- Country, grid, or a group of countries that trade with each other.
      market       text NOT NULL CHECK (market <> ''),
      -- Wind, sun, nuclear ...; as it is said on the instrument.
      source       text NOT NULL DEFAULT '',
      registry     text NOT NULL DEFAULT '',
      -- Numbers, or ranges of them.
      serials      text[] NOT NULL DEFAULT '{}',
      -- What was bought, and retired where that is needed; null: all that is taken at this rate.
      mwh          numeric CHECK (mwh > 0),
      -- Amounts per rate_unit as published: {"CO2": 0, "CH4": 0, "N2O": 0} or {"CO2e": 434.2}. An absent gas is not zero.
      rates        jsonb NOT NULL CHECK (jsonb_typeof(rates) = 'object' AND rates <> '{}'),
      rate_unit    text NOT NULL CHECK (rate_unit IN ('kg/MWh', 'g/kWh', 't/MWh', 'lb/MWh')),
      -- Of an amount in CO2e.
      rate_gwp     text CHECK (rate_gwp IN ('SAR', 'AR4', 'AR5', 'AR5ccf', 'AR6')),
      vintage_from date NOT NULL,
      vintage_to   date NOT NULL CHECK (vintage_to >= vintage_from),
      retired_on   date,
      beneficiary  text NOT NULL DEFAULT '',
      evidence     text NOT NULL DEFAULT '',
      evidence_url text NOT NULL DEFAULT '',
      made_by      uuid,
      created_at   timestamptz NOT NULL DEFAULT now(),
      updated_at   timestamptz NOT NULL DEFAULT now(),
      deleted_at   timestamptz,
      PRIMARY KEY (tenant_id, id),
      CHECK (type NOT IN ('certificate', 'contract') OR mwh IS NOT NULL),
      CHECK (type <> 'residual_mix' OR mwh IS NULL)
    );
    CREATE UNIQUE INDEX instruments_name ON instruments (tenant_id, lower(name)) WHERE deleted_at IS NULL;

    CREATE TABLE instrument_allocations (
      tenant_id     uuid NOT NULL,
      id            uuid NOT NULL DEFAULT gen_random_uuid(),
      instrument_id uuid NOT NULL,
      cycle_id      uuid NOT NULL,
      -- Option id of the site; null: every site of the market.
      site          text,
      -- First and last month, both inside.
      from_month    text NOT NULL CHECK (from_month ~ '^\\d{4}-\\d{2}$'),
      to_month      text NOT NULL CHECK (to_month ~ '^\\d{4}-\\d{2}$' AND to_month >= from_month),
      -- Null: all that nothing of a higher kind covers.
      mwh           numeric CHECK (mwh > 0),
      made_by       uuid,
      created_at    timestamptz NOT NULL DEFAULT now(),
      deleted_at    timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, instrument_id) REFERENCES instruments (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX instrument_allocations_of ON instrument_allocations (tenant_id, instrument_id) WHERE deleted_at IS NULL;
    CREATE INDEX instrument_allocations_in ON instrument_allocations (tenant_id, cycle_id) WHERE deleted_at IS NULL`)
  for (const table of ['instruments', 'instrument_allocations']) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
      DO $do$ BEGIN
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON ${table} TO %I', current_database() || '_app');
      END $do$`)
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE instrument_allocations; DROP TABLE instruments')
}
