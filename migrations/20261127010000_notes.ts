/**
 * Notes on rows: each a small live document with a journal of its own, which is only ever added to. Rights and locks are
 * those of the common part of the sheet. Contents and changes are derived and can be made again from the journal.
 */
import type { Knex } from 'knex'

/** Tables and what the app may do with them. */
const TABLES: Readonly<Record<string, string>> = {
  notes: 'SELECT, INSERT, UPDATE',
  note_updates: 'SELECT, INSERT',
  note_contents: 'SELECT, INSERT, UPDATE',
  note_changes: 'SELECT, INSERT, UPDATE',
}

const FUNCTIONS = [
  'note_append(uuid, bigint, int, bigint, uuid, uuid, text, bigint[], bytea, bytea)',
  'note_heads(bigint[])',
  'notes_to_project()',
]

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE notes (
      id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant_id     uuid NOT NULL,
      table_id      uuid NOT NULL,
      cycle_id      uuid NOT NULL,
      row_id        text NOT NULL,
      head_seq      bigint NOT NULL DEFAULT 0,
      -- How far its contents and changes are.
      projected_seq bigint NOT NULL DEFAULT 0,
      created_at    timestamptz NOT NULL DEFAULT now(),
      UNIQUE (tenant_id, table_id, cycle_id, row_id),
      UNIQUE (tenant_id, id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE INDEX notes_of_cycle ON notes (tenant_id, cycle_id);
    CREATE POLICY follow_heads ON notes FOR SELECT USING (current_setting('app.follow_heads', true) = 'on');

    CREATE TABLE note_updates (
      tenant_id  uuid NOT NULL,
      note_id    bigint NOT NULL,
      seq        bigint NOT NULL,
      actor_id   uuid NOT NULL,
      session_id uuid,
      origin     text NOT NULL CHECK (origin IN ('socket', 'api', 'import', 'system')),
      -- Yjs client ids that this update writes as.
      client_ids bigint[] NOT NULL,
      sha256     bytea NOT NULL CHECK (length(sha256) = 32),
      bytes      bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, note_id, seq),
      FOREIGN KEY (tenant_id, note_id) REFERENCES notes (tenant_id, id) ON DELETE RESTRICT
    );
    CREATE TRIGGER note_updates_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON note_updates
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    -- What a note says, up to projected_seq of it. The state shortens loading and is never needed.
    CREATE TABLE note_contents (
      tenant_id  uuid NOT NULL,
      note_id    bigint NOT NULL,
      -- TipTap's JSON.
      content    jsonb NOT NULL,
      -- The words; empty: there is no note (any more).
      text       text NOT NULL,
      updated_at timestamptz NOT NULL,
      updated_by uuid NOT NULL,
      state      bytea NOT NULL,
      sha256     bytea NOT NULL CHECK (length(sha256) = 32),
      -- Yjs client id -> user id of everything in the state.
      owners     jsonb NOT NULL,
      PRIMARY KEY (tenant_id, note_id),
      FOREIGN KEY (tenant_id, note_id) REFERENCES notes (tenant_id, id) ON DELETE RESTRICT
    );

    -- Who wrote when: one entry for what was written without a long pause, by whomever.
    CREATE TABLE note_changes (
      tenant_id uuid NOT NULL,
      note_id   bigint NOT NULL,
      first_seq bigint NOT NULL,
      last_seq  bigint NOT NULL,
      began_at  timestamptz NOT NULL,
      at        timestamptz NOT NULL,
      -- In the order in which they began.
      actor_ids uuid[] NOT NULL,
      -- What the note said then; before, it said what the entry before this one says.
      text      text NOT NULL,
      PRIMARY KEY (tenant_id, note_id, first_seq),
      FOREIGN KEY (tenant_id, note_id) REFERENCES notes (tenant_id, id) ON DELETE RESTRICT
    )`)
  for (const [table, rights] of Object.entries(TABLES)) {
    await knex.raw(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())`)
    await grantToApp(knex, rights, table)
  }
  await createFunctions(knex)
  for (const signature of FUNCTIONS) {
    await knex.raw(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`)
    await grantToApp(knex, 'EXECUTE', `FUNCTION ${signature}`)
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const signature of FUNCTIONS) {
    await knex.raw(`DROP FUNCTION ${signature}`)
  }
  await knex.raw('DROP TABLE note_changes, note_contents, note_updates, notes')
}

async function grantToApp(knex: Knex, rights: string, target: string): Promise<void> {
  await knex.raw(`
    DO $do$ BEGIN
      EXECUTE format('GRANT ${rights} ON ${target} TO %I', current_database() || '_app');
    END $do$`)
}

async function createFunctions(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One update of one note, behind the one that its gate has seen. Rights and lock are decided on the row of the common
    -- part of the sheet, so a revocation or a lock that committed first always wins.
    CREATE FUNCTION note_append(
      p_tenant uuid, p_note bigint, p_epoch int, p_seen bigint, p_actor uuid, p_session uuid, p_origin text,
      p_clients bigint[], p_sha256 bytea, p_bytes bytea
    ) RETURNS TABLE (seq bigint, verdict text) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
      note notes;
      doc documents;
    BEGIN
      PERFORM set_config('app.tenant_id', p_tenant::text, true);
      SELECT * INTO STRICT note FROM notes WHERE tenant_id = p_tenant AND id = p_note FOR UPDATE;
      SELECT * INTO STRICT doc FROM documents
        WHERE tenant_id = p_tenant AND table_id = note.table_id AND cycle_id = note.cycle_id AND part = 'common' FOR SHARE;
      IF doc.locked THEN
        RETURN QUERY SELECT NULL::bigint, 'locked';
      ELSIF doc.perm_epoch <> p_epoch THEN
        RETURN QUERY SELECT NULL::bigint, 'stale-epoch';
      ELSIF note.head_seq <> p_seen THEN
        RETURN QUERY SELECT NULL::bigint, 'unseen';
      ELSE
        INSERT INTO note_updates (tenant_id, note_id, seq, actor_id, session_id, origin, client_ids, sha256, bytes)
          VALUES (p_tenant, p_note, note.head_seq + 1, p_actor, p_session, p_origin, p_clients, p_sha256, p_bytes);
        INSERT INTO audit_log (tenant_id, actor_id, actor_kind, session_id, action, subject_kind, subject_id, after, origin)
          VALUES (p_tenant, p_actor, CASE p_origin WHEN 'socket' THEN 'user' ELSE 'api' END, p_session, 'note.write', 'note',
            p_note::text, jsonb_build_object('seq', note.head_seq + 1), p_origin);
        UPDATE notes SET head_seq = note.head_seq + 1 WHERE tenant_id = p_tenant AND id = p_note;
        RETURN QUERY SELECT note.head_seq + 1, 'ok';
      END IF;
    END $$;

    -- Sequence numbers only, of notes that this server has open, and how the common parts of their sheets stand.
    CREATE FUNCTION note_heads(p_ids bigint[])
    RETURNS TABLE (id bigint, head_seq bigint, perm_epoch int, locked boolean) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.follow_heads', 'on', true);
      RETURN QUERY SELECT n.id, n.head_seq, d.perm_epoch, d.locked FROM notes n JOIN documents d
        ON d.tenant_id = n.tenant_id AND d.table_id = n.table_id AND d.cycle_id = n.cycle_id AND d.part = 'common'
        WHERE n.id = ANY (p_ids);
      PERFORM set_config('app.follow_heads', 'off', true);
    END $$;

    CREATE FUNCTION notes_to_project() RETURNS TABLE (id bigint, tenant_id uuid) LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('app.follow_heads', 'on', true);
      RETURN QUERY SELECT n.id, n.tenant_id FROM notes n WHERE n.projected_seq < n.head_seq ORDER BY n.id;
      PERFORM set_config('app.follow_heads', 'off', true);
    END $$`)
}
