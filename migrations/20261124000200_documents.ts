/**
 * Live documents: what is journaled, what a document starts from, and what is derived from it (rows, history). The
 * journal is only ever added to. Whatever is derived can be dropped and made again from the journal.
 */
import type { Knex } from 'knex'

/** Tables and what the app may do with them. */
const TABLES: Readonly<Record<string, string>> = {
  documents: 'SELECT, INSERT, UPDATE',
  document_generations: 'SELECT, INSERT',
  document_updates: 'SELECT, INSERT',
  document_snapshots: 'SELECT, INSERT, DELETE',
  cell_changes: 'SELECT, INSERT',
  bulk_changes: 'SELECT, INSERT',
  rows: 'SELECT, INSERT, UPDATE',
}

const APP_FUNCTIONS = [
  'journal_append(uuid, bigint[], int[], int[], bigint[], boolean[], uuid[], uuid[], text[], text[], int[], int[], bytea, bytea)',
  'journal_rows(uuid, bigint, int, bigint)',
  'document_heads(bigint[])',
  'documents_to_project()',
]

export async function up(knex: Knex): Promise<void> {
  await createJournal(knex)
  await createDerived(knex)
  for (const [table, rights] of Object.entries(TABLES)) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())`)
    await grantToApp(knex, rights, table)
  }
  await createFunctions(knex)
  for (const signature of APP_FUNCTIONS) {
    await knex.raw(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`)
    await grantToApp(knex, 'EXECUTE', `FUNCTION ${signature}`)
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const signature of APP_FUNCTIONS) {
    await knex.raw(`DROP FUNCTION ${signature}`)
  }
  await knex.raw(
    'DROP TABLE rows, bulk_changes, cell_changes, document_snapshots, document_updates, document_generations, documents',
  )
}

async function grantToApp(knex: Knex, rights: string, target: string): Promise<void> {
  await knex.raw(`
    DO $do$ BEGIN
      EXECUTE format('GRANT ${rights} ON ${target} TO %I', current_database() || '_app');
    END $do$`)
}

async function createJournal(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One part of a sheet. Its row lock orders everything that is journaled for it.
    CREATE TABLE documents (
      id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant_id     uuid NOT NULL,
      table_id      uuid NOT NULL,
      cycle_id      uuid NOT NULL,
      part          text NOT NULL DEFAULT 'common' CHECK (part <> ''),
      generation    int NOT NULL DEFAULT 1 CHECK (generation > 0),
      head_seq      bigint NOT NULL DEFAULT 0,
      -- The last update that holds a repair; an append must have seen it.
      repair_seq    bigint NOT NULL DEFAULT 0,
      -- Counts changes of rights; an append was judged under the current one.
      perm_epoch    int NOT NULL DEFAULT 0,
      locked        boolean NOT NULL DEFAULT false,
      -- How far rows and history are. -1: not even the state that the generation started from.
      projected_seq bigint NOT NULL DEFAULT -1,
      created_at    timestamptz NOT NULL DEFAULT now(),
      UNIQUE (tenant_id, table_id, cycle_id, part),
      UNIQUE (tenant_id, id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    ) WITH (fillfactor = 50); -- head_seq changes with every batch: keep those updates inside the page
    CREATE INDEX documents_of_cycle ON documents (tenant_id, cycle_id);
    -- Following other servers needs sequence numbers across tenants; the functions below are the only ones to set this.
    CREATE POLICY follow_heads ON documents FOR SELECT USING (current_setting('app.follow_heads', true) = 'on');

    -- The state a generation starts from. after_seq: the last update of the generation before.
    CREATE TABLE document_generations (
      tenant_id   uuid NOT NULL,
      document_id bigint NOT NULL,
      generation  int NOT NULL,
      after_seq   bigint NOT NULL,
      sha256      bytea NOT NULL CHECK (length(sha256) = 32),
      seed        bytea NOT NULL,
      created_at  timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, document_id, generation),
      FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE RESTRICT
    );
    ALTER TABLE document_generations ALTER COLUMN seed SET STORAGE EXTERNAL; -- packed already

    CREATE TABLE document_updates (
      tenant_id   uuid NOT NULL,
      document_id bigint NOT NULL,
      seq         bigint NOT NULL,
      generation  int NOT NULL,
      -- Null: the system.
      actor_id    uuid,
      session_id  uuid,
      origin      text NOT NULL CHECK (origin IN ('socket', 'api', 'import', 'fold', 'system')),
      repaired    boolean NOT NULL,
      -- Yjs client ids that this update writes as, so that who owns which id is known without decoding.
      client_ids  bigint[] NOT NULL,
      sha256      bytea NOT NULL CHECK (length(sha256) = 32),
      bytes       bytea NOT NULL,
      created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, document_id, seq),
      UNIQUE (tenant_id, document_id, generation, sha256),
      FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE RESTRICT
    );
    ALTER TABLE document_updates ALTER COLUMN bytes SET STORAGE EXTERNAL;
    CREATE TRIGGER document_updates_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON document_updates
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    -- Shortens loading; never needed. owners: Yjs client id -> user id of everything up to upto_seq.
    CREATE TABLE document_snapshots (
      tenant_id   uuid NOT NULL,
      document_id bigint NOT NULL,
      generation  int NOT NULL,
      upto_seq    bigint NOT NULL,
      sha256      bytea NOT NULL,
      owners      jsonb NOT NULL,
      bytes       bytea NOT NULL,
      created_at  timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, document_id, generation, upto_seq),
      FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE CASCADE
    );
    ALTER TABLE document_snapshots ALTER COLUMN bytes SET STORAGE EXTERNAL`)
}

async function createDerived(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One row per sheet row, for REST, totals and search. "values" is keyed by field ordinal.
    CREATE TABLE rows (
      tenant_id       uuid NOT NULL,
      table_id        uuid NOT NULL,
      cycle_id        uuid NOT NULL,
      row_id          text NOT NULL,
      order_key       text NOT NULL COLLATE "C",
      values          jsonb NOT NULL,
      co2e_kg         double precision,
      gases_kg        jsonb,
      biogenic_co2_kg double precision,
      site            text,
      month           text,
      incomplete      boolean NOT NULL,
      errors          int NOT NULL,
      deleted         boolean NOT NULL,
      -- The journal position that wrote it last; 0 = the state the document started from.
      seq             bigint NOT NULL,
      updated_at      timestamptz NOT NULL DEFAULT now(),
      updated_by      uuid,
      PRIMARY KEY (tenant_id, table_id, cycle_id, row_id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX rows_in_order ON rows (tenant_id, table_id, cycle_id, order_key, row_id);

    -- History of cells that were written one by one.
    CREATE TABLE cell_changes (
      tenant_id  uuid NOT NULL,
      table_id   uuid NOT NULL,
      cycle_id   uuid NOT NULL,
      row_id     text NOT NULL,
      seq        bigint NOT NULL,
      ordinal    int NOT NULL,
      at         timestamptz NOT NULL,
      actor_id   uuid,
      session_id uuid,
      origin     text NOT NULL,
      old        jsonb,
      new        jsonb,
      PRIMARY KEY (tenant_id, table_id, cycle_id, row_id, seq, ordinal),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );

    -- History of bulk writes: one record each, old and new values packed in the block format.
    CREATE TABLE bulk_changes (
      tenant_id  uuid NOT NULL,
      table_id   uuid NOT NULL,
      cycle_id   uuid NOT NULL,
      seq        bigint NOT NULL,
      -- Several bulk writes can travel in one update.
      position   int NOT NULL,
      at         timestamptz NOT NULL,
      actor_id   uuid,
      session_id uuid,
      origin     text NOT NULL,
      row_ids    text[] NOT NULL,
      old        bytea NOT NULL,
      new        bytea NOT NULL,
      PRIMARY KEY (tenant_id, table_id, cycle_id, seq, position),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    )`)
}

async function createFunctions(knex: Knex): Promise<void> {
  await knex.raw(JOURNAL_APPEND)
  await knex.raw(`
    CREATE FUNCTION journal_rows(p_tenant uuid, p_document bigint, p_generation int, p_after bigint)
    RETURNS TABLE (seq bigint, actor_id uuid, session_id uuid, origin text, repaired boolean, client_ids bigint[], sha256 bytea,
      bytes bytea, created_at timestamptz) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.tenant_id', p_tenant::text, true);
      RETURN QUERY
        SELECT u.seq, u.actor_id, u.session_id, u.origin, u.repaired, u.client_ids, u.sha256, u.bytes, u.created_at
        FROM document_updates u
        WHERE u.tenant_id = p_tenant AND u.document_id = p_document AND u.generation = p_generation AND u.seq > p_after
        ORDER BY u.seq;
    END $$;

    -- Sequence numbers only, of documents that this server has open.
    CREATE FUNCTION document_heads(p_ids bigint[])
    RETURNS TABLE (id bigint, head_seq bigint, generation int, perm_epoch int, locked boolean) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.follow_heads', 'on', true);
      RETURN QUERY SELECT d.id, d.head_seq, d.generation, d.perm_epoch, d.locked FROM documents d WHERE d.id = ANY (p_ids);
      PERFORM set_config('app.follow_heads', 'off', true);
    END $$;

    CREATE FUNCTION documents_to_project()
    RETURNS TABLE (id bigint, tenant_id uuid, generation int, projected_seq bigint) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.follow_heads', 'on', true);
      RETURN QUERY SELECT d.id, d.tenant_id, d.generation, d.projected_seq FROM documents d WHERE d.projected_seq < d.head_seq ORDER BY d.id;
      PERFORM set_config('app.follow_heads', 'off', true);
    END $$`)
}

/**
 * One batch of one server, of one tenant. Bytes and hashes arrive as two long values and are cut here: one parameter each
 * is much cheaper for the driver than arrays of bytea. Answers one verdict per update; only 'ok' ones are written, each
 * with its entry in the audit log. The updates of one document are decided under its row lock, so sequence numbers become
 * visible in order, and a lock, a revocation, a fold or a repair that committed first always wins.
 */
const JOURNAL_APPEND = `
CREATE FUNCTION journal_append(
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
    ), judged AS (
      SELECT i.*, CASE WHEN i.verdict = 'ok' AND (row_number() OVER (PARTITION BY i.verdict, i.sha256 ORDER BY i.ord) > 1 OR EXISTS (
                    SELECT 1 FROM document_updates u WHERE u.tenant_id = p_tenant AND u.document_id = doc.id
                      AND u.generation = i.generation AND u.sha256 = i.sha256))
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
