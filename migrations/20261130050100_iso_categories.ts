/** ISO 14064-1:2018 categories beside scopes: where a module stands, if not where its scope and category put it. */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE modules ADD COLUMN iso_category text
      CHECK (iso_category ~ '^([1-6]|[1-5][.][1-5])$'),
      ADD CONSTRAINT modules_iso_category_of_scope CHECK (
        iso_category IS NULL OR CASE scope WHEN 3 THEN left(iso_category, 1) >= '3' ELSE left(iso_category, 1) = scope::text END)`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE modules DROP COLUMN iso_category`)
}
