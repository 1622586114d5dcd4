import type { Knex } from 'knex'

/** Names of people by id; one who is gone has none. */
export async function namesOf(
  trx: Knex.Transaction,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null && id !== undefined))]
  const rows: { id: string; name: string }[] =
    known.length === 0 ? [] : await trx('users').whereIn('id', known).select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}
