import type { Knex } from 'knex'

const APPROACHES = `('equity_share', 'financial_control', 'operational_control')`

/** The organisational boundary: one consolidation approach for a project, and what the company has of each site in each cycle. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Null: none was chosen, and every site counts whole.
    ALTER TABLE projects ADD COLUMN consolidation text CHECK (consolidation IN ${APPROACHES});
    -- What the cycle was locked with; an open one follows its project.
    ALTER TABLE cycles ADD COLUMN consolidation text CHECK (consolidation IN ${APPROACHES});

    CREATE TABLE site_controls (
      tenant_id           uuid NOT NULL,
      cycle_id            uuid NOT NULL,
      -- Option id of the site, as the cells hold it.
      site                text NOT NULL CHECK (site <> ''),
      ownership_pct       double precision NOT NULL CHECK (ownership_pct BETWEEN 0 AND 100),
      financial_control   boolean NOT NULL,
      operational_control boolean NOT NULL,
      made_by             uuid,
      updated_at          timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, cycle_id, site),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    ALTER TABLE site_controls ENABLE ROW LEVEL SECURITY;
    ALTER TABLE site_controls FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON site_controls USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON site_controls TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE site_controls;
    ALTER TABLE cycles DROP COLUMN consolidation;
    ALTER TABLE projects DROP COLUMN consolidation`)
}
