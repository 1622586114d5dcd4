/**
 * When what a sheet is computed with changes, its rows stay as they are and only their results are made anew. The sheet is
 * noted for it, as where results are gathered from others, and its sums are there before its rows.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Null: what is gathered from other rows. 'amounts': what all rows are computed with. 'rows': besides, which of its
    -- columns say site and month.
    ALTER TABLE sheet_refreshes ADD COLUMN anew text CHECK (anew IN ('amounts', 'rows'));

    -- How often results of its rows were made anew without anything in the journal: servers tell by it what others did.
    ALTER TABLE document_projections ADD COLUMN derivations bigint NOT NULL DEFAULT 0 CHECK (derivations >= 0);

    -- Sums of a sheet whose rows follow later. They hold as long as the sheet has no other notes than these.
    CREATE TABLE sheet_sums (
      tenant_id uuid NOT NULL,
      table_id  uuid NOT NULL,
      cycle_id  uuid NOT NULL,
      notes     bigint[] NOT NULL CHECK (cardinality(notes) > 0),
      groups    jsonb NOT NULL CHECK (jsonb_typeof(groups) = 'array'),
      PRIMARY KEY (tenant_id, cycle_id, table_id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE CASCADE,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE CASCADE
    );
    ALTER TABLE sheet_sums ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sheet_sums FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON sheet_sums USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON sheet_sums TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE sheet_sums;
    ALTER TABLE document_projections DROP COLUMN derivations;
    -- their documents are projected anew instead, as they were before there were such notes
    UPDATE document_projections p SET position = -1
    FROM documents d JOIN sheet_refreshes r ON r.tenant_id = d.tenant_id AND r.table_id = d.table_id AND r.cycle_id = d.cycle_id
    WHERE d.tenant_id = p.tenant_id AND d.id = p.document_id AND r.anew IS NOT NULL;
    ALTER TABLE sheet_refreshes DROP COLUMN anew`)
}
