/**
 * How far rows and history are lies in a table of its own. As a column of `documents` it made every append of the journal
 * wait for the projector's transaction, and the projector for the journal's, because both changed the same row.
 *
 * Which updates are known lies in a table of its own too. While their hashes were an index beside the key of the journal,
 * PostgreSQL chose between the two once, on the first edit, when both cost the same, kept the plan, and often walked every
 * update of the document by the wrong one: an append or a projection became slower with each edit. One index, one plan.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- position: rows and history are derived up to this journal position. -1: not even the state that the generation started from.
    CREATE TABLE document_projections (
      tenant_id   uuid NOT NULL,
      document_id bigint NOT NULL,
      position    bigint NOT NULL DEFAULT -1,
      PRIMARY KEY (tenant_id, document_id),
      FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE CASCADE
    ) WITH (fillfactor = 50);
    INSERT INTO document_projections SELECT tenant_id, id, projected_seq FROM documents;
    ALTER TABLE documents DROP COLUMN projected_seq`)
  await openToApp(knex, 'document_projections', 'SELECT, INSERT, UPDATE')
  await knex.raw(`
    CREATE POLICY follow_heads ON document_projections FOR SELECT USING (current_setting('app.follow_heads', true) = 'on')`)
  await knex.raw(DOCUMENTS_TO_PROJECT)
  await knex.raw(`
    -- Written by journal_append only, together with the update.
    CREATE TABLE document_update_hashes (
      tenant_id   uuid NOT NULL,
      document_id bigint NOT NULL,
      generation  int NOT NULL,
      sha256      bytea NOT NULL,
      PRIMARY KEY (tenant_id, document_id, generation, sha256)
    );
    INSERT INTO document_update_hashes SELECT tenant_id, document_id, generation, sha256 FROM document_updates;
    ALTER TABLE document_updates DROP CONSTRAINT document_updates_tenant_id_document_id_generation_sha256_key`)
  await openToApp(knex, 'document_update_hashes', 'SELECT, INSERT')
  await knex.raw(journalAppend(BY_HASHES))
  // its plan is made on the first edit, when reading the whole journal is still cheap, and kept
  await knex.raw(`ALTER FUNCTION ${SIGNATURE} SET enable_seqscan = off`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE documents ADD COLUMN projected_seq bigint NOT NULL DEFAULT -1')
  await knex.raw(`
    UPDATE documents d SET projected_seq = p.position
    FROM document_projections p WHERE p.tenant_id = d.tenant_id AND p.document_id = d.id`)
  await knex.raw('DROP TABLE document_projections')
  await knex.raw(DOCUMENTS_TO_PROJECT_BEFORE)
  await knex.raw(journalAppend(BY_UPDATES))
  await knex.raw(`ALTER FUNCTION ${SIGNATURE} RESET enable_seqscan`)
  await knex.raw(`
    DROP TABLE document_update_hashes;
    ALTER TABLE document_updates ADD UNIQUE (tenant_id, document_id, generation, sha256)`)
}

async function openToApp(knex: Knex, table: string, rights: string): Promise<void> {
  await knex.raw(`
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT ${rights} ON ${table} TO %I', current_database() || '_app');
    END $do$`)
}

const DOCUMENTS_TO_PROJECT = `
CREATE OR REPLACE FUNCTION documents_to_project()
RETURNS TABLE (id bigint, tenant_id uuid, generation int, projected_seq bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.follow_heads', 'on', true);
  RETURN QUERY SELECT d.id, d.tenant_id, d.generation, p.position
    FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
    WHERE p.position < d.head_seq ORDER BY d.id;
  PERFORM set_config('app.follow_heads', 'off', true);
END $$`

const DOCUMENTS_TO_PROJECT_BEFORE = `
CREATE OR REPLACE FUNCTION documents_to_project()
RETURNS TABLE (id bigint, tenant_id uuid, generation int, projected_seq bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.follow_heads', 'on', true);
  RETURN QUERY SELECT d.id, d.tenant_id, d.generation, d.projected_seq FROM documents d WHERE d.projected_seq < d.head_seq ORDER BY d.id;
  PERFORM set_config('app.follow_heads', 'off', true);
END $$`

const SIGNATURE =
  'journal_append(uuid, bigint[], int[], int[], bigint[], boolean[], uuid[], uuid[], text[], text[], int[], int[], bytea, bytea)'

/** How a batch learns which of its updates are new. */
interface Novelty {
  /** A further part of the statement. */
  step: string
  isNew: string
}

const BY_HASHES: Novelty = {
  step: `fresh AS (
      INSERT INTO document_update_hashes (tenant_id, document_id, generation, sha256)
      SELECT DISTINCT p_tenant, doc.id, i.generation, i.sha256 FROM incoming i WHERE i.verdict = 'ok'
      ON CONFLICT DO NOTHING RETURNING sha256
    ), `,
  isNew: 'i.sha256 IN (SELECT f.sha256 FROM fresh f)',
}

const BY_UPDATES: Novelty = {
  step: '',
  isNew: `NOT EXISTS (SELECT FROM document_updates u WHERE u.tenant_id = p_tenant AND u.document_id = doc.id
                      AND u.generation = i.generation AND u.sha256 = i.sha256)`,
}

const journalAppend = ({ step, isNew }: Novelty): string => `
CREATE OR REPLACE FUNCTION journal_append(
  p_tenant uuid, p_document bigint[], p_generation int[], p_epoch int[], p_seen bigint[], p_repaired boolean[],
  p_actor uuid[], p_session uuid[], p_origin text[], p_clients text[], p_offset int[], p_length int[],
  p_bytes bytea, p_sha256 bytea
) RETURNS TABLE (ord int, seq bigint, verdict text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  doc documents;
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  FOR doc IN SELECT * FROM documents WHERE tenant_id = p_tenant AND id = ANY (p_document) ORDER BY id FOR UPDATE LOOP
    RETURN QUERY
    WITH incoming AS (
      SELECT i.ord::int, i.generation, i.repaired, i.actor, i.session, i.origin, i.clients, i.at, i.length,
             substring(p_sha256 FROM (i.ord::int - 1) * 32 + 1 FOR 32) AS sha256,
             CASE WHEN i.generation <> doc.generation THEN 'stale-generation'
                  WHEN doc.locked THEN 'locked'
                  WHEN i.epoch <> doc.perm_epoch THEN 'stale-epoch'
                  WHEN i.seen < doc.repair_seq OR (i.repaired AND i.seen <> doc.head_seq) THEN 'unseen'
                  ELSE 'ok' END AS verdict
      FROM unnest(p_document, p_generation, p_epoch, p_seen, p_repaired, p_actor, p_session, p_origin, p_clients, p_offset, p_length)
           WITH ORDINALITY AS i (document, generation, epoch, seen, repaired, actor, session, origin, clients, at, length, ord)
      WHERE i.document = doc.id
    ), ${step}judged AS (
      SELECT i.*, CASE WHEN i.verdict = 'ok' AND NOT (
                    row_number() OVER (PARTITION BY i.verdict, i.sha256 ORDER BY i.ord) = 1 AND ${isNew})
                  THEN 'duplicate' ELSE i.verdict END AS final
      FROM incoming i
    ), numbered AS (
      SELECT j.*, doc.head_seq + row_number() OVER (ORDER BY j.ord) AS new_seq FROM judged j WHERE j.final = 'ok'
    ), written AS (
      INSERT INTO document_updates (tenant_id, document_id, seq, generation, actor_id, session_id, origin, repaired, client_ids, sha256, bytes)
      SELECT p_tenant, doc.id, n.new_seq, n.generation, n.actor, n.session, n.origin, n.repaired, n.clients::bigint[], n.sha256,
             substring(p_bytes FROM n.at + 1 FOR n.length)
      FROM numbered n
    ), audited AS (
      INSERT INTO audit_log (tenant_id, actor_id, actor_kind, session_id, action, subject_kind, subject_id, after, origin)
      SELECT p_tenant, n.actor, CASE WHEN n.actor IS NULL THEN 'system' WHEN n.origin = 'socket' THEN 'user' ELSE 'api' END,
             n.session, 'sheet.write', 'document', doc.id::text, jsonb_build_object('seq', n.new_seq, 'repaired', n.repaired), n.origin
      FROM numbered n
    ), bumped AS (
      UPDATE documents d SET head_seq = s.top, repair_seq = coalesce(s.top_repair, d.repair_seq)
      FROM (SELECT max(new_seq) AS top, max(new_seq) FILTER (WHERE repaired) AS top_repair FROM numbered) s
      WHERE d.tenant_id = p_tenant AND d.id = doc.id AND s.top IS NOT NULL
    )
    SELECT j.ord, n.new_seq, j.final FROM judged j LEFT JOIN numbered n ON n.ord = j.ord;
  END LOOP;
END $$`
