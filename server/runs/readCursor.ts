import type { Knex } from 'knex'

let opened = 0

/** The rows of a statement in blocks, so that memory does not grow with them. The transaction holds the cursor. */
export async function* readCursor<Row>(
  trx: Knex.Transaction,
  { sql, bindings, block }: { sql: string; bindings: Readonly<Record<string, string>>; block: number },
): AsyncGenerator<Row[]> {
  const name = `run_cursor_${opened++}`
  await trx.raw(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, bindings)
  try {
    for (;;) {
      const { rows } = await trx.raw<{ rows: Row[] }>(`FETCH ${block} FROM ${name}`)
      if (rows.length > 0) {
        yield rows
      }
      if (rows.length < block) {
        return
      }
    }
  } finally {
    await trx.raw(`CLOSE ${name}`)
  }
}
