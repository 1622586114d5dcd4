/**
 * A run is one calculation of a cycle: what went into it, what came out per row, and the hashes of both. A locked cycle has
 * a sealed one; the seals of a tenant are a chain, which only grows.
 */
import type { Knex } from 'knex'

const TABLES: Readonly<Record<string, string>> = {
  runs: 'SELECT, INSERT, UPDATE (root_hash, row_count, co2e_kg, biogenic_co2_kg, market_based_kg)',
  run_files: 'SELECT, INSERT',
  run_results: 'SELECT, INSERT',
  seals: 'SELECT, INSERT',
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE runs (
      tenant_id       uuid NOT NULL,
      id              uuid NOT NULL DEFAULT gen_random_uuid(),
      cycle_id        uuid NOT NULL,
      -- Of the formulas (formulas/engineVersion.ts).
      engine          int NOT NULL,
      -- SHA-256 over the hashes of its files; null while it is being computed.
      root_hash       text CHECK (root_hash ~ '^[0-9a-f]{64}$'),
      row_count       int,
      -- Kilograms, location-based; null where no row has a result.
      co2e_kg         double precision,
      biogenic_co2_kg double precision,
      -- Of scope 2, by contract.
      market_based_kg double precision,
      -- Null: the system.
      made_by         uuid,
      made_at         timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX runs_of_cycle ON runs (tenant_id, cycle_id, made_at);

    -- What a run froze, and the blocks of its rows, results and history. content null: it is made again from the rows.
    CREATE TABLE run_files (
      tenant_id uuid NOT NULL,
      run_id    uuid NOT NULL,
      position  int NOT NULL,
      name      text NOT NULL CHECK (name <> ''),
      sha256    text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      bytes     int NOT NULL,
      lines     int NOT NULL,
      content   text,
      PRIMARY KEY (tenant_id, run_id, position),
      FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id) ON DELETE RESTRICT
    );

    -- One row of the cycle: what was entered, by ordinal, and what it comes to.
    CREATE TABLE run_results (
      tenant_id       uuid NOT NULL,
      run_id          uuid NOT NULL,
      table_id        uuid NOT NULL,
      row_id          text NOT NULL COLLATE "C",
      values          jsonb NOT NULL,
      -- Results that were gathered from other rows, as they were kept.
      gathered        jsonb,
      scope           smallint NOT NULL CHECK (scope BETWEEN 1 AND 3),
      s3_category     smallint CHECK (s3_category BETWEEN 1 AND 15),
      co2e_kg         double precision,
      -- Kilograms of CO2e by gas.
      gases_kg        jsonb,
      biogenic_co2_kg double precision,
      site            text,
      month           text,
      incomplete      boolean NOT NULL,
      errors          int NOT NULL,
      PRIMARY KEY (tenant_id, run_id, table_id, row_id),
      FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id) ON DELETE RESTRICT
    );

    CREATE TABLE seals (
      tenant_id     uuid NOT NULL,
      sequence      int NOT NULL CHECK (sequence > 0),
      cycle_id      uuid NOT NULL,
      run_id        uuid NOT NULL,
      root_hash     text NOT NULL CHECK (root_hash ~ '^[0-9a-f]{64}$'),
      -- Of the seal before it in this tenant.
      previous_hash text CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
      body_hash     text NOT NULL CHECK (body_hash ~ '^[0-9a-f]{64}$'),
      seal_hash     text NOT NULL CHECK (seal_hash ~ '^[0-9a-f]{64}$'),
      -- Null: the system.
      sealed_by     uuid,
      sealed_at     timestamptz NOT NULL,
      -- The cycle had been locked before there were seals.
      sealed_later  boolean NOT NULL,
      PRIMARY KEY (tenant_id, sequence),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id) ON DELETE RESTRICT,
      CHECK ((sequence = 1) = (previous_hash IS NULL))
    );
    CREATE INDEX seals_of_cycle ON seals (tenant_id, cycle_id, sequence);

    CREATE FUNCTION finish_run_once() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'run % is finished: % is refused', OLD.id, TG_OP; END $$;
    CREATE TRIGGER finish_run_once BEFORE UPDATE OR DELETE ON runs FOR EACH ROW
      WHEN (OLD.root_hash IS NOT NULL) EXECUTE FUNCTION finish_run_once()`)
  for (const table of ['run_files', 'run_results', 'seals']) {
    await knex.raw(`
      CREATE TRIGGER ${table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  }
  for (const [table, rights] of Object.entries(TABLES)) {
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
  await knex.raw('DROP TABLE seals, run_results, run_files, runs; DROP FUNCTION finish_run_once()')
}
