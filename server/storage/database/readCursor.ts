import type { Knex } from 'knex'

let opened = 0

/**
 * The rows of a statement in blocks, so that memory does not grow with them; the next block is read while somebody works with
 * one. The transaction holds the cursor.
 */
export async function* readCursor<Row>(
  trx: Knex.Transaction,
  {
    sql,
    bindings,
    block,
  }: { sql: string; bindings: Readonly<Record<string, string>> | readonly Knex.Value[]; block: number },
): AsyncGenerator<Row[]> {
  const name = `block_cursor_${opened++}`
  await trx.raw(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, bindings)
  const fetched = (): Promise<{ rows: Row[] }> => Promise.resolve(trx.raw(`FETCH ${block} FROM ${name}`))
  let next = fetched()
  try {
    for (;;) {
      const { rows } = await next
      const isLast = rows.length < block
      if (!isLast) {
        next = fetched()
        next.catch(() => {}) // whoever reads on hears of it
      }
      if (rows.length > 0) {
        yield rows
      }
      if (isLast) {
        return
      }
    }
  } finally {
    await next.catch(() => {})
    await trx.raw(`CLOSE ${name}`)
  }
}
