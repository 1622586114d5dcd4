/**
 * Since when a generation is in use. Its number in the journal does not tell: when a field moves to another part, two
 * documents go on in new generations at one moment, and each had its last update at another.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Null: from the beginning of the document, or a proposal.
    ALTER TABLE document_generations ADD COLUMN begun_at timestamptz;
    ALTER TABLE document_generations DISABLE TRIGGER USER;
    -- Written a moment before it came into use.
    UPDATE document_generations g SET begun_at = g.created_at FROM documents d
    WHERE d.tenant_id = g.tenant_id AND d.id = g.document_id AND g.generation > 1 AND g.generation <= d.generation;
    ALTER TABLE document_generations ENABLE TRIGGER USER;
    DO $do$ BEGIN
      EXECUTE format('GRANT UPDATE (begun_at) ON document_generations TO %I', current_database() || '_app');
    END $do$`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE document_generations DROP COLUMN begun_at')
}
