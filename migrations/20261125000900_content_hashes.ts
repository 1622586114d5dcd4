/**
 * What servers said of the content of a document at a position, the newest only: two that differ at the same position have
 * a fault that no sequence number shows. `npm run verify` compares it with the journal too.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE document_content_hashes (
      tenant_id   uuid NOT NULL,
      document_id bigint NOT NULL,
      generation  int NOT NULL,
      seq         bigint NOT NULL,
      hash        text NOT NULL,
      said_at     timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, document_id),
      FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE CASCADE
    );
    ALTER TABLE document_content_hashes ENABLE ROW LEVEL SECURITY;
    ALTER TABLE document_content_hashes FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON document_content_hashes
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON document_content_hashes TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE document_content_hashes')
}
