/** Cells that two people wrote without seeing each other's value, until one of them has chosen. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE cell_conflicts (
      tenant_id   uuid NOT NULL,
      id          uuid NOT NULL DEFAULT gen_random_uuid(),
      table_id    uuid NOT NULL,
      cycle_id    uuid NOT NULL,
      document_id bigint NOT NULL,
      -- The journaled update in which the two met.
      seq         bigint NOT NULL,
      row_id      text NOT NULL,
      ordinal     int NOT NULL,
      at          timestamptz NOT NULL DEFAULT now(),
      kept        jsonb,
      kept_by     uuid NOT NULL,
      lost        jsonb,
      lost_by     uuid NOT NULL,
      settled_at timestamptz,
      settled_by uuid,
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, document_id, seq, row_id, ordinal),
      FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT,
      CHECK ((settled_at IS NULL) = (settled_by IS NULL))
    );
    CREATE INDEX cell_conflicts_open ON cell_conflicts (tenant_id, table_id, cycle_id, at) WHERE settled_at IS NULL;
    ALTER TABLE cell_conflicts ENABLE ROW LEVEL SECURITY;
    ALTER TABLE cell_conflicts FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON cell_conflicts USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON cell_conflicts TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE cell_conflicts')
}
