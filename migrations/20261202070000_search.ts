/**
 * Which words stand in which cells. A word is looked up within one field of one sheet, so what somebody may not read is never
 * looked at; and by comparisons of texts, which an index answers under row-level security: `@@` and `LIKE` are not leakproof,
 * and PostgreSQL reads every row of the tenant for them. The words are hints: whoever finds by them looks at the row itself.
 */
import type { Knex } from 'knex'

const FUNCTIONS = ['search_fold(text)', 'search_text(text)', 'search_index_rows(uuid, uuid, uuid)']

export async function up(knex: Knex): Promise<void> {
  await createFolding(knex)
  await knex.raw(`
    CREATE TABLE search_words (
      tenant_id uuid NOT NULL,
      table_id  uuid NOT NULL,
      cycle_id  uuid NOT NULL,
      -- The field, as documents name it.
      ordinal   int NOT NULL CHECK (ordinal >= 2),
      -- Folded; or = and the id of what a cell points at.
      word      text NOT NULL COLLATE "C" CHECK (word <> ''),
      id        bigint GENERATED ALWAYS AS IDENTITY,
      -- Rows that have it, or had.
      row_ids   text[] NOT NULL CHECK (cardinality(row_ids) BETWEEN 1 AND 200),
      PRIMARY KEY (tenant_id, table_id, cycle_id, ordinal, word, id),
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE RESTRICT,
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE RESTRICT
    );
    ALTER TABLE search_words ENABLE ROW LEVEL SECURITY;
    ALTER TABLE search_words FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON search_words USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    -- A search waits for what was written just now.
    CREATE INDEX notes_behind ON notes (tenant_id, cycle_id) WHERE projected_seq < head_seq;
    ALTER TABLE note_contents ADD COLUMN searched text GENERATED ALWAYS AS (search_text(text)) STORED;
    ALTER TABLE evidence ADD COLUMN searched text GENERATED ALWAYS AS (search_text(name)) STORED`)
  await createIndexing(knex)
  await knex.raw(`
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, DELETE ON search_words TO %I', current_database() || '_app');
    END $do$`)
  for (const signature of FUNCTIONS) {
    await knex.raw(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`)
    await knex.raw(`
      DO $do$ BEGIN
        EXECUTE format('GRANT EXECUTE ON FUNCTION ${signature} TO %I', current_database() || '_app');
      END $do$`)
  }
  await indexWhatIsThere(knex)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE evidence DROP COLUMN searched;
    ALTER TABLE note_contents DROP COLUMN searched;
    DROP INDEX notes_behind;
    DROP FUNCTION search_index_rows(uuid, uuid, uuid);
    DROP TABLE search_words;
    DROP FUNCTION search_text(text);
    DROP FUNCTION search_fold(text)`)
}

/** The same as `foldText` and `searchWords` of `shared/search/words.ts`. */
async function createFolding(knex: Knex): Promise<void> {
  await knex.raw(String.raw`
    CREATE FUNCTION search_fold(p_text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT replace(replace(translate(
        regexp_replace(lower(normalize(p_text, NFKD)), '[\u0300-\u036f\u0640\u064b-\u065f\u0670]', '', 'g'),
        'ىةکیøłđı٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', 'يهكيoldi01234567890123456789'), 'ß', 'ss'), 'æ', 'ae')
    $$;
    -- The words with a space before each: a word begins where a space and its letters are.
    CREATE FUNCTION search_text(p_text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT ' ' || regexp_replace(search_fold(p_text), '[^[:alnum:]]+', ' ', 'g')
    $$`)
}

async function createIndexing(knex: Knex): Promise<void> {
  await knex.raw(`
    -- All words of the rows of a sheet, in place of those that are there.
    CREATE FUNCTION search_index_rows(p_tenant uuid, p_table uuid, p_cycle uuid) RETURNS void LANGUAGE sql AS $$
      DELETE FROM search_words WHERE tenant_id = p_tenant AND table_id = p_table AND cycle_id = p_cycle;
      INSERT INTO search_words (tenant_id, table_id, cycle_id, ordinal, word, row_ids)
      SELECT p_tenant, p_table, p_cycle, ordinal, word, array_agg(row_id)
      FROM (
        SELECT ordinal, word, row_id, (row_number() OVER (PARTITION BY ordinal, word ORDER BY row_id) - 1) / 200 AS piece
        FROM (
          SELECT DISTINCT f.ordinal, w.word, r.row_id
          FROM rows r
            JOIN (
              SELECT f.ordinal, coalesce(k.definition ->> 'type', f.type) AS type
              FROM fields f LEFT JOIN cycle_fields k
                ON k.tenant_id = f.tenant_id AND k.cycle_id = p_cycle AND k.field_id = f.id
              WHERE f.tenant_id = p_tenant AND f.table_id = p_table
            ) f ON jsonb_exists(r.values, f.ordinal::text)
            CROSS JOIN LATERAL (SELECT r.values -> f.ordinal::text AS cell) v
            CROSS JOIN LATERAL (
              SELECT left(regexp_split_to_table(search_text(cell #>> '{}'), ' '), 40) AS word
                WHERE f.type IN ('text', 'long_text') AND jsonb_typeof(cell) = 'string'
              UNION ALL
              SELECT '=' || left(cell #>> '{}', 100)
                WHERE f.type IN ('option', 'options', 'person', 'reference', 'factor', 'evidence') AND jsonb_typeof(cell) = 'string'
              UNION ALL
              SELECT '=' || left(item, 100) FROM jsonb_array_elements_text(
                CASE WHEN jsonb_typeof(cell) = 'array' THEN cell ELSE '[]' END) AS item
            ) w
          WHERE r.tenant_id = p_tenant AND r.table_id = p_table AND r.cycle_id = p_cycle AND w.word <> ''
        ) found
      ) pieces
      GROUP BY ordinal, word, piece
    $$`)
}

async function indexWhatIsThere(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;
    DO $do$
    DECLARE sheet record;
    BEGIN
      FOR sheet IN SELECT DISTINCT tenant_id, table_id, cycle_id FROM documents LOOP
        PERFORM set_config('app.tenant_id', sheet.tenant_id::text, true);
        PERFORM search_index_rows(sheet.tenant_id, sheet.table_id, sheet.cycle_id);
      END LOOP;
      PERFORM set_config('app.tenant_id', '', true);
    END $do$;
    ALTER TABLE documents FORCE ROW LEVEL SECURITY`)
}
