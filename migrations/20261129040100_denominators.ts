import type { Knex } from 'knex'

const isolate = (table: string, rights: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
  DO $do$ BEGIN
    EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app');
  END $do$;`

/** What emissions are divided by to make intensities: revenue, people, area, products, with what proves them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE denominators (
      tenant_id  uuid NOT NULL,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      project_id uuid NOT NULL,
      name       text NOT NULL CHECK (name <> ''),
      kind       text NOT NULL CHECK (kind IN ('revenue', 'fte', 'area', 'product', 'tonne_km', 'other')),
      unit       text NOT NULL CHECK (unit <> ''),
      made_by    uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX denominators_name ON denominators (tenant_id, project_id, lower(name)) WHERE deleted_at IS NULL;

    CREATE TABLE denominator_values (
      tenant_id      uuid NOT NULL,
      denominator_id uuid NOT NULL,
      cycle_id       uuid NOT NULL,
      -- In the unit of the denominator. Zero is a statement; what nobody knows has no row.
      value          double precision NOT NULL CHECK (value >= 0 AND value < 'Infinity'),
      source         text NOT NULL DEFAULT '',
      evidence       text NOT NULL DEFAULT '',
      evidence_url   text NOT NULL DEFAULT '',
      entered_by     uuid,
      entered_at     timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, denominator_id, cycle_id),
      FOREIGN KEY (tenant_id, denominator_id) REFERENCES denominators (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX denominator_values_of_cycle ON denominator_values (tenant_id, cycle_id);
    ${isolate('denominators', 'SELECT, INSERT, UPDATE')}
    ${isolate('denominator_values', 'SELECT, INSERT, UPDATE, DELETE')}`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE denominator_values; DROP TABLE denominators')
}
