/**
 * By which gesture each change was made, journaled with its update, and one entry per gesture in the history of a sheet.
 * The history tables are keyed by document, because numbers of the journal are per document and a sheet has several.
 *
 * Entries of bulk writes count their cells field by field, which only the server can read out of the packed values:
 * documents that have bulk writes are derived anew at the next start, from the journal.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- [[client, from, to, kind, id], ...]: the Yjs clocks [from, to) of that client belong to that gesture. Null: one typed edit.
    ALTER TABLE document_updates ADD COLUMN gestures jsonb`)
  await replaceFunctions(knex, { from: WITHOUT_GESTURES, to: WITH_GESTURES })
  await keyByDocument(knex)
  await createGestures(knex)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE sheet_gestures')
  await keyBySheet(knex)
  await replaceFunctions(knex, { from: WITH_GESTURES, to: WITHOUT_GESTURES })
  await knex.raw('ALTER TABLE document_updates DROP COLUMN gestures')
}

async function keyByDocument(knex: Knex): Promise<void> {
  for (const table of ['cell_changes', 'bulk_changes']) {
    await knex.raw(`
      ALTER TABLE ${table} ADD COLUMN document_id bigint, ADD COLUMN gesture text, ADD COLUMN gesture_id uuid;
      UPDATE ${table} c SET document_id = d.id, gesture = ${kindOf('c')}, gesture_id = ${gestureIdOf('d.id', 'c.seq')}
      FROM documents d
      WHERE d.tenant_id = c.tenant_id AND d.table_id = c.table_id AND d.cycle_id = c.cycle_id AND d.part = 'common';
      ALTER TABLE ${table} ALTER COLUMN document_id SET NOT NULL, ALTER COLUMN gesture SET NOT NULL,
        ALTER COLUMN gesture_id SET NOT NULL, DROP CONSTRAINT ${table}_pkey`)
  }
  await knex.raw(`
    -- Newest first per cell by its key; a row is its cells, one by one.
    ALTER TABLE cell_changes ADD PRIMARY KEY (tenant_id, table_id, cycle_id, row_id, ordinal, at, document_id, seq);
    CREATE INDEX cell_changes_of_update ON cell_changes (tenant_id, document_id, seq);
    -- first_row and last_row: between them, in the order of "C", are all of its rows. counts: changed cells by ordinal, and
    -- rows under the names of sheet_gestures; null: not counted yet.
    ALTER TABLE bulk_changes ADD PRIMARY KEY (tenant_id, document_id, seq, position), ADD COLUMN counts jsonb,
      ADD COLUMN first_row text COLLATE "C", ADD COLUMN last_row text COLLATE "C";
    UPDATE bulk_changes SET (first_row, last_row) = (SELECT min(id COLLATE "C"), max(id COLLATE "C") FROM unnest(row_ids) AS id);
    ALTER TABLE bulk_changes ALTER COLUMN first_row SET NOT NULL, ALTER COLUMN last_row SET NOT NULL;
    CREATE INDEX bulk_changes_in_time ON bulk_changes (tenant_id, table_id, cycle_id, at);
    DO $do$ BEGIN
      EXECUTE format('GRANT UPDATE (counts) ON bulk_changes TO %I', current_database() || '_app');
    END $do$;
    UPDATE document_projections p SET position = -1 WHERE EXISTS (
      SELECT FROM bulk_changes b WHERE b.tenant_id = p.tenant_id AND b.document_id = p.document_id)`)
}

async function createGestures(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One thing that a person or a program did to one document of a sheet; the same gesture_id in several documents of a
    -- sheet is one gesture. counts: how many cells changed by ordinal, and how many rows were added, moved, deleted, restored.
    CREATE TABLE sheet_gestures (
      tenant_id   uuid NOT NULL,
      table_id    uuid NOT NULL,
      cycle_id    uuid NOT NULL,
      gesture_id  uuid NOT NULL,
      document_id bigint NOT NULL,
      kind        text NOT NULL,
      -- Of its last update.
      at          timestamptz NOT NULL,
      first_seq   bigint NOT NULL,
      last_seq    bigint NOT NULL,
      actor_id    uuid,
      session_id  uuid,
      origin      text NOT NULL,
      counts      jsonb NOT NULL,
      PRIMARY KEY (tenant_id, table_id, cycle_id, gesture_id, document_id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX sheet_gestures_in_time ON sheet_gestures (tenant_id, table_id, cycle_id, at, gesture_id, document_id);
    ALTER TABLE sheet_gestures ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sheet_gestures FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON sheet_gestures USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON sheet_gestures TO %I', current_database() || '_app');
    END $do$;
    INSERT INTO sheet_gestures
      SELECT tenant_id, table_id, cycle_id, gesture_id, document_id, min(gesture), max(at), min(seq), max(seq),
        (array_agg(actor_id))[1], (array_agg(session_id))[1], min(origin), jsonb_object_agg(what, n)
      FROM (
        SELECT tenant_id, table_id, cycle_id, gesture_id, document_id, gesture, at, seq, actor_id, session_id, origin,
          count(*) AS n, CASE WHEN ordinal = 0 THEN CASE WHEN old IS NULL THEN 'added' ELSE 'moved' END
            WHEN ordinal = 1 THEN CASE WHEN new = 'true' THEN 'deleted' ELSE 'restored' END ELSE ordinal::text END AS what
        FROM cell_changes c WHERE NOT EXISTS (
          SELECT FROM bulk_changes b WHERE b.tenant_id = c.tenant_id AND b.document_id = c.document_id)
        GROUP BY tenant_id, table_id, cycle_id, gesture_id, document_id, gesture, at, seq, actor_id, session_id, origin, what
      ) counted GROUP BY tenant_id, table_id, cycle_id, gesture_id, document_id`)
}

/** What only some may read had no history of its own before; it stays in the journal. */
async function keyBySheet(knex: Knex): Promise<void> {
  for (const table of ['cell_changes', 'bulk_changes']) {
    await knex.raw(`
      DELETE FROM ${table} c USING documents d WHERE d.tenant_id = c.tenant_id AND d.id = c.document_id AND d.part <> 'common'`)
  }
  await knex.raw(`
    ALTER TABLE cell_changes DROP CONSTRAINT cell_changes_pkey;
    DROP INDEX cell_changes_of_update, bulk_changes_in_time;
    ALTER TABLE cell_changes DROP COLUMN document_id, DROP COLUMN gesture, DROP COLUMN gesture_id,
      ADD PRIMARY KEY (tenant_id, table_id, cycle_id, row_id, seq, ordinal);
    ALTER TABLE bulk_changes DROP COLUMN document_id, DROP COLUMN gesture, DROP COLUMN gesture_id, DROP COLUMN counts,
      DROP COLUMN first_row, DROP COLUMN last_row, ADD PRIMARY KEY (tenant_id, table_id, cycle_id, seq, position)`)
}

/** Of a change that was journaled without gestures. */
const kindOf = (change: string): string =>
  `CASE ${change}.origin WHEN 'socket' THEN 'typed' WHEN 'api' THEN 'api' WHEN 'import' THEN 'import' ELSE 'system' END`

const gestureIdOf = (document: string, seq: string): string =>
  `(lpad(to_hex(${document}), 16, '0') || lpad(to_hex(${seq}), 16, '0'))::uuid`

interface JournalFunctions {
  append: string
  appendSignature: string
  rows: string
}

const ROWS_SIGNATURE = 'journal_rows(uuid, bigint, int, bigint)'

async function replaceFunctions(
  knex: Knex,
  { from, to }: { from: JournalFunctions; to: JournalFunctions },
): Promise<void> {
  await knex.raw(`DROP FUNCTION ${from.appendSignature}; DROP FUNCTION ${ROWS_SIGNATURE}`)
  await knex.raw(to.append)
  await knex.raw(to.rows)
  // its plan is made on the first edit, when reading the whole journal is still cheap, and kept
  await knex.raw(`ALTER FUNCTION ${to.appendSignature} SET enable_seqscan = off`)
  for (const signature of [to.appendSignature, ROWS_SIGNATURE]) {
    await knex.raw(`
      REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
      DO $do$ BEGIN
        EXECUTE format('GRANT EXECUTE ON FUNCTION ${signature} TO %I', current_database() || '_app');
      END $do$`)
  }
}

/** Where the gestures of an update go in the text of the functions. */
interface GesturePlaces {
  parameter: string
  argument: string
  name: string
  column: string
  value: string
  rowType: string
  row: string
}

const WITH_GESTURES: JournalFunctions = {
  appendSignature:
    'journal_append(uuid, bigint[], int[], int[], bigint[], boolean[], uuid[], uuid[], text[], text[], text[], int[], int[], bytea, bytea)',
  ...functionsWith({
    parameter: ' p_gestures text[],',
    argument: ', p_gestures',
    name: ', gestures',
    column: ', gestures',
    value: ', n.gestures::jsonb',
    rowType: ', gestures jsonb',
    row: ', u.gestures',
  }),
}

const WITHOUT_GESTURES: JournalFunctions = {
  appendSignature:
    'journal_append(uuid, bigint[], int[], int[], bigint[], boolean[], uuid[], uuid[], text[], text[], int[], int[], bytea, bytea)',
  ...functionsWith({ parameter: '', argument: '', name: '', column: '', value: '', rowType: '', row: '' }),
}

/** As in the migrations before. The text of the one and of the other is the same but for the gestures. */
function functionsWith(gestures: GesturePlaces): Omit<JournalFunctions, 'appendSignature'> {
  return {
    append: `
CREATE FUNCTION journal_append(
  p_tenant uuid, p_document bigint[], p_generation int[], p_epoch int[], p_seen bigint[], p_repaired boolean[],
  p_actor uuid[], p_session uuid[], p_origin text[], p_clients text[],${gestures.parameter} p_offset int[], p_length int[],
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
      SELECT i.ord::int, i.generation, i.repaired, i.actor, i.session, i.origin, i.clients${gestures.name}, i.at, i.length,
             substring(p_sha256 FROM (i.ord::int - 1) * 32 + 1 FOR 32) AS sha256,
             CASE WHEN i.generation <> doc.generation THEN 'stale-generation'
                  WHEN doc.locked THEN 'locked'
                  WHEN i.epoch <> doc.perm_epoch THEN 'stale-epoch'
                  WHEN i.seen < doc.repair_seq OR (i.repaired AND i.seen <> doc.head_seq) THEN 'unseen'
                  ELSE 'ok' END AS verdict
      FROM unnest(p_document, p_generation, p_epoch, p_seen, p_repaired, p_actor, p_session, p_origin, p_clients${gestures.argument}, p_offset, p_length)
           WITH ORDINALITY AS i (document, generation, epoch, seen, repaired, actor, session, origin, clients${gestures.name}, at, length, ord)
      WHERE i.document = doc.id
    ), fresh AS (
      INSERT INTO document_update_hashes (tenant_id, document_id, generation, sha256)
      SELECT DISTINCT p_tenant, doc.id, i.generation, i.sha256 FROM incoming i WHERE i.verdict = 'ok'
      ON CONFLICT DO NOTHING RETURNING sha256
    ), judged AS (
      SELECT i.*, CASE WHEN i.verdict = 'ok' AND NOT (
                    row_number() OVER (PARTITION BY i.verdict, i.sha256 ORDER BY i.ord) = 1 AND i.sha256 IN (SELECT f.sha256 FROM fresh f))
                  THEN 'duplicate' ELSE i.verdict END AS final
      FROM incoming i
    ), numbered AS (
      SELECT j.*, doc.head_seq + row_number() OVER (ORDER BY j.ord) AS new_seq FROM judged j WHERE j.final = 'ok'
    ), written AS (
      INSERT INTO document_updates (tenant_id, document_id, seq, generation, actor_id, session_id, origin, repaired, client_ids${gestures.column}, sha256, bytes)
      SELECT p_tenant, doc.id, n.new_seq, n.generation, n.actor, n.session, n.origin, n.repaired, n.clients::bigint[]${gestures.value}, n.sha256,
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
END $$`,
    rows: `
CREATE FUNCTION journal_rows(p_tenant uuid, p_document bigint, p_generation int, p_after bigint)
RETURNS TABLE (seq bigint, actor_id uuid, session_id uuid, origin text, repaired boolean, client_ids bigint[]${gestures.rowType}, sha256 bytea,
  bytes bytea, created_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  RETURN QUERY
    SELECT u.seq, u.actor_id, u.session_id, u.origin, u.repaired, u.client_ids${gestures.row}, u.sha256, u.bytes, u.created_at
    FROM document_updates u
    WHERE u.tenant_id = p_tenant AND u.document_id = p_document AND u.generation = p_generation AND u.seq > p_after
    ORDER BY u.seq;
END $$`,
  }
}
