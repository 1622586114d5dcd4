import type { Knex } from 'knex'

const isolate = (table: string, rights: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
  DO $do$ BEGIN
    EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app');
  END $do$;`

/** What later years are measured against, when it has to be recalculated, and what was decided about that. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE base_years (
      tenant_id         uuid NOT NULL,
      project_id        uuid NOT NULL,
      scopes            smallint[] NOT NULL CHECK (scopes <@ '{1,2,3}' AND scopes <> '{}'),
      basis             text NOT NULL CHECK (basis IN ('location', 'market')),
      threshold_percent double precision NOT NULL DEFAULT 5 CHECK (threshold_percent > 0 AND threshold_percent <= 100),
      policy            text NOT NULL DEFAULT '',
      made_by           uuid,
      updated_at        timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, project_id),
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT
    );
    -- One cycle, or several whose mean it is; in their first versions: the latest ones count.
    CREATE TABLE base_year_cycles (
      tenant_id  uuid NOT NULL,
      project_id uuid NOT NULL,
      cycle_id   uuid NOT NULL,
      PRIMARY KEY (tenant_id, project_id, cycle_id),
      FOREIGN KEY (tenant_id, project_id) REFERENCES base_years (tenant_id, project_id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX base_year_cycles_of ON base_year_cycles (tenant_id, cycle_id);

    CREATE TABLE base_year_changes (
      tenant_id   uuid NOT NULL,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      project_id  uuid NOT NULL,
      kind        text NOT NULL CHECK (kind IN
        ('acquisition', 'divestment', 'insourcing', 'outsourcing', 'method', 'factor', 'error')),
      happened_on date NOT NULL,
      description text NOT NULL CHECK (description <> ''),
      -- What it would make of the base year: more or less.
      effect_kg   double precision NOT NULL,
      -- An entity that did not exist in the base year changes nothing of it.
      existed     boolean NOT NULL DEFAULT true,
      made_by     uuid,
      created_at  timestamptz NOT NULL DEFAULT now(),
      deleted_at  timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX base_year_changes_of ON base_year_changes (tenant_id, project_id, happened_on) WHERE deleted_at IS NULL;

    -- About a change that was entered, or about the restatement of another cycle.
    CREATE TABLE base_year_decisions (
      tenant_id  uuid NOT NULL,
      id         uuid NOT NULL DEFAULT gen_random_uuid(),
      project_id uuid NOT NULL,
      change_id  uuid,
      cycle_id   uuid,
      decision   text NOT NULL CHECK (decision IN ('recalculated', 'not_needed')),
      reason     text NOT NULL CHECK (reason <> ''),
      decided_by uuid,
      decided_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      CHECK (num_nonnulls(change_id, cycle_id) = 1),
      UNIQUE (tenant_id, change_id),
      UNIQUE (tenant_id, cycle_id),
      FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, change_id) REFERENCES base_year_changes (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX base_year_decisions_of ON base_year_decisions (tenant_id, project_id);
    ${isolate('base_years', 'SELECT, INSERT, UPDATE')}
    ${isolate('base_year_cycles', 'SELECT, INSERT, DELETE')}
    ${isolate('base_year_changes', 'SELECT, INSERT, UPDATE')}
    ${isolate('base_year_decisions', 'SELECT, INSERT, UPDATE')}`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'DROP TABLE base_year_decisions; DROP TABLE base_year_changes; DROP TABLE base_year_cycles; DROP TABLE base_years',
  )
}
