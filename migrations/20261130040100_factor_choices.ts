import type { Knex } from 'knex'

/**
 * Why a cell names its factor, where it was chosen from a suggestion. What was suggested, with everything that was refused, is kept
 * once by its hash; thousands of rows name the same.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE factor_suggestions (
      tenant_id  uuid NOT NULL REFERENCES tenants (id) ON DELETE RESTRICT,
      -- SHA-256 of the suggestion.
      hash       text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
      suggestion jsonb NOT NULL CHECK (jsonb_typeof(suggestion) = 'object'),
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, hash)
    );
    CREATE TABLE factor_choices (
      tenant_id         uuid NOT NULL,
      table_id          uuid NOT NULL,
      cycle_id          uuid NOT NULL,
      row_id            text NOT NULL CHECK (row_id <> ''),
      -- Of the factor field inside documents.
      ordinal           int NOT NULL CHECK (ordinal >= 2),
      factor_id         text NOT NULL CHECK (factor_id <> ''),
      suggestion_hash   text NOT NULL,
      -- Ordinals of the fields that said activity and site; null: it was typed, or there is none.
      activity_ordinal  int CHECK (activity_ordinal >= 2),
      site_ordinal      int CHECK (site_ordinal >= 2),
      made_by           uuid NOT NULL,
      made_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, table_id, cycle_id, row_id, ordinal),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, suggestion_hash) REFERENCES factor_suggestions (tenant_id, hash) ON DELETE RESTRICT
    );
    CREATE INDEX factor_choices_of_cycle ON factor_choices (tenant_id, cycle_id);
    CREATE INDEX factor_choices_by_suggestion ON factor_choices (tenant_id, suggestion_hash)`)
  for (const [table, rights] of [
    ['factor_suggestions', 'SELECT, INSERT'],
    ['factor_choices', 'SELECT, INSERT, UPDATE'],
  ] as const) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
      DO $do$ BEGIN EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app'); END $do$`)
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE factor_choices, factor_suggestions')
}
