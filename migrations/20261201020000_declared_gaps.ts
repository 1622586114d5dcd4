import type { Knex } from 'knex'

/**
 * Months of a source in which no row is, by declaration: zero, not applicable, or left out, each with its reason. In force as
 * long as the row is missing: what is entered later counts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE declared_gaps (
      tenant_id  uuid NOT NULL,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      cycle_id   uuid NOT NULL,
      table_id   uuid NOT NULL,
      month      text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      -- Option of the site, and what the first text says (ordinal: of that field); null: the rows have none.
      site       text,
      ordinal    integer CHECK (ordinal >= 2),
      source     text,
      state      text NOT NULL CHECK (state IN ('excluded', 'not_applicable', 'zero')),
      reason     text NOT NULL CHECK (reason <> ''),
      made_by    uuid,
      made_at    timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      UNIQUE NULLS NOT DISTINCT (tenant_id, cycle_id, table_id, month, site, ordinal, source),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      CHECK (source IS NULL OR ordinal IS NOT NULL)
    );
    ALTER TABLE declared_gaps ENABLE ROW LEVEL SECURITY;
    ALTER TABLE declared_gaps FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON declared_gaps USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON declared_gaps TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE declared_gaps')
}
