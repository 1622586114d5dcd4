/** What fields meant before they became others: what stood in their cells until then was meant so. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE former_fields (
      tenant_id  uuid NOT NULL,
      field_id   uuid NOT NULL,
      until      timestamptz NOT NULL,
      type       text NOT NULL,
      unit       text,
      options    jsonb NOT NULL CHECK (jsonb_typeof(options) = 'array'),
      PRIMARY KEY (tenant_id, field_id, until),
      FOREIGN KEY (tenant_id, field_id) REFERENCES fields (tenant_id, id) ON DELETE RESTRICT
    );
    ALTER TABLE former_fields ENABLE ROW LEVEL SECURITY;
    ALTER TABLE former_fields FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON former_fields USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT ON former_fields TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE former_fields')
}
