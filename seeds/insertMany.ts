import type { Knex } from 'knex'

/** Fits easily into one message of the protocol and keeps the planner's memory small. */
const ROWS_PER_STATEMENT = 5_000

/**
 * Inserts many rows with one parameter per statement: the rows travel as one JSON document. `columns` maps each column to
 * its SQL type. Table and column names are constants of the seeds, never input.
 */
export async function insertMany(
  trx: Knex.Transaction,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const names = Object.keys(columns).map((name) => `"${name}"`)
  const typed = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`)
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await trx.raw(
      `insert into "${table}" (${names.join(', ')})
       select ${names.join(', ')} from jsonb_to_recordset(?::jsonb) as given(${typed.join(', ')})`,
      [JSON.stringify(rows.slice(start, start + ROWS_PER_STATEMENT))],
    )
  }
}
