import type { Knex } from 'knex'

/** A report can be taken out as PDF. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE exports DROP CONSTRAINT exports_format_check;
    ALTER TABLE exports ADD CONSTRAINT exports_format_check CHECK (format IN ('csv', 'xlsx', 'ndjson', 'json', 'pdf'))`)
}

/** What was taken as PDF is on record no longer: there is no other word for it. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE exports NO FORCE ROW LEVEL SECURITY;
    DELETE FROM exports WHERE format = 'pdf';
    ALTER TABLE exports FORCE ROW LEVEL SECURITY;
    ALTER TABLE exports DROP CONSTRAINT exports_format_check;
    ALTER TABLE exports ADD CONSTRAINT exports_format_check CHECK (format IN ('csv', 'xlsx', 'ndjson', 'json'))`)
}
