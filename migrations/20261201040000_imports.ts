/** Files of rows that are brought to a sheet: what was brought, how it is read, and what came of each of its rows. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE imports (
      tenant_id    uuid NOT NULL,
      id           uuid NOT NULL DEFAULT gen_random_uuid(),
      -- In which order they came.
      number       bigint GENERATED ALWAYS AS IDENTITY,
      table_id     uuid NOT NULL,
      cycle_id     uuid NOT NULL,
      format       text NOT NULL CHECK (format IN ('csv', 'xlsx', 'json', 'ndjson')),
      file_name    text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
      -- SHA-256 of the bytes, under which they are kept.
      file_hash    text NOT NULL CHECK (file_hash ~ '^[0-9a-f]{64}$'),
      file_bytes   bigint NOT NULL CHECK (file_bytes > 0),
      -- How far it is by itself; that a job works on it is told by the job.
      stage        text NOT NULL DEFAULT 'uploaded' CHECK (stage IN ('uploaded', 'read', 'previewed', 'reverted', 'cancelled')),
      -- What was asked for: { encoding, delimiter }, each null where the file decides.
      reading      jsonb NOT NULL CHECK (jsonb_typeof(reading) = 'object'),
      -- What was found: encoding, delimiter, and the sheets with their columns. Null: not read yet.
      layout       jsonb,
      recipe       jsonb,
      -- The import whose recipe this one began with.
      recipe_from  uuid,
      -- Tonnes of CO2e without and with it, or why there is none.
      effect       jsonb,
      no_effect    text CHECK (no_effect IN ('no-result', 'gathered')),
      -- By which name what it writes is told in the history.
      gesture      uuid NOT NULL,
      -- Of a revert: how many cells, rows, and what was kept; and the first of what was kept.
      reverted     jsonb,
      kept         jsonb,
      -- The job that works on it, or worked last.
      job_id       uuid,
      made_by      uuid NOT NULL,
      created_at   timestamptz NOT NULL DEFAULT now(),
      committed_at timestamptz,
      reverted_at  timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, cycle_id) REFERENCES cycles (tenant_id, id) ON DELETE CASCADE,
      FOREIGN KEY (tenant_id, table_id) REFERENCES tables (tenant_id, id) ON DELETE CASCADE,
      CHECK (stage = 'uploaded' OR stage = 'cancelled' OR layout IS NOT NULL),
      CHECK (stage <> 'previewed' OR recipe IS NOT NULL),
      CHECK ((stage = 'reverted') = (reverted_at IS NOT NULL))
    );
    CREATE UNIQUE INDEX imports_newest ON imports (tenant_id, table_id, number);

    -- Rows of a file, some together: what stands in them, and what becomes of them by the preview.
    CREATE TABLE import_blocks (
      tenant_id  uuid NOT NULL,
      import_id  uuid NOT NULL,
      -- Sheets are counted from 0, blocks of a sheet too.
      sheet      int NOT NULL CHECK (sheet >= 0),
      number     int NOT NULL CHECK (number >= 0),
      -- The number of its first row in the sheet, from 1.
      first_row  int NOT NULL CHECK (first_row > 0),
      row_count  int NOT NULL CHECK (row_count > 0),
      -- JSON: a list of rows, each a list of cells. Text, because nobody asks for a part of it.
      cells      text NOT NULL,
      -- JSON: a list with one entry for each row, null for a row that is none; null before the preview.
      outcome    text,
      added      int NOT NULL DEFAULT 0 CHECK (added >= 0),
      changed    int NOT NULL DEFAULT 0 CHECK (changed >= 0),
      unchanged  int NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
      rejected   int NOT NULL DEFAULT 0 CHECK (rejected >= 0),
      -- Of the added and changed ones, those that stand in the sheet.
      written    int NOT NULL DEFAULT 0 CHECK (written BETWEEN 0 AND added + changed),
      -- Its rows are being written, or were when a server died: what stands in the sheet is looked at before they are written.
      begun      boolean NOT NULL DEFAULT false,
      PRIMARY KEY (tenant_id, import_id, sheet, number),
      FOREIGN KEY (tenant_id, import_id) REFERENCES imports (tenant_id, id) ON DELETE CASCADE
    );
    ${['imports', 'import_blocks'].map(isolate).join('\n')}`)
}

const isolate = (table: string): string => `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON ${table} USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
    DO $do$ BEGIN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO %I', current_database() || '_app');
    END $do$;`

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE import_blocks, imports')
}
