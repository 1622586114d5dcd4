/** Rows of files are not kept for ever: what came of them is told by the import itself once they are gone. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE imports
      -- What the blocks came to, once they are gone: { added, changed, unchanged, rejected, written }. Null: they are there.
      ADD COLUMN counts jsonb CHECK (jsonb_typeof(counts) = 'object'),
      -- Since when the texts of rows that are written are gone. Null: they are there.
      ADD COLUMN trimmed_at timestamptz;
    -- Whoever clears up asks which tenants have brought files at all, and then within each of them.
    CREATE POLICY follow_imports ON imports FOR SELECT USING (current_setting('app.follow_imports', true) = 'on')`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP POLICY follow_imports ON imports;
    ALTER TABLE imports DROP COLUMN counts, DROP COLUMN trimmed_at`)
}
