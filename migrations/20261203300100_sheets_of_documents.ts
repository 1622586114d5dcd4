/**
 * Rows and searched words are derived of documents, which name their table and cycle, restrict the deletion of both, and are never
 * deleted. So every row named them once more, and each of them was looked up twice for every row and word that was written: a third
 * to a half of what writing them cost.
 */
import type { Knex } from 'knex'

const DERIVED = ['rows', 'search_words']
const KEYS = [
  ['table_id', 'tables'],
  ['cycle_id', 'cycles'],
] as const

export async function up(knex: Knex): Promise<void> {
  for (const table of DERIVED) {
    const drops = KEYS.map(([column]) => `DROP CONSTRAINT ${table}_tenant_id_${column}_fkey`)
    await knex.raw(`ALTER TABLE ${table} ${drops.join(', ')}`)
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of DERIVED) {
    const adds = KEYS.map(
      ([column, of]) =>
        `ADD CONSTRAINT ${table}_tenant_id_${column}_fkey FOREIGN KEY (tenant_id, ${column}) REFERENCES ${of} (tenant_id, id) ON DELETE RESTRICT`,
    )
    await knex.raw(`ALTER TABLE ${table} ${adds.join(', ')}`)
  }
}
