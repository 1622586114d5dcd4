import type pg from 'pg'
import type { SheetAddress } from '../ports.ts'

/** What is noted of a sheet. */
export interface SheetNotes {
  ids: readonly string[]
  /** Results of all rows are made anew, also where they depend on nothing but their row. */
  isAnew: boolean
  /** Which rows there are at which site in which month stays as it is, so their sums can be there before them. */
  keepsPlaces: boolean
}

/** Null: nothing is noted. What is noted later is none of these, whatever number it gets. */
export async function notesOf(
  client: Pick<pg.PoolClient, 'query'>,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
): Promise<SheetNotes | null> {
  const { rows } = await client.query<{ ids: string[] | null; isAnew: boolean; keepsPlaces: boolean }>(
    `SELECT array_agg(id::text) AS ids, bool_or(anew IS NOT NULL) AS "isAnew",
       bool_and(anew IS NOT DISTINCT FROM 'amounts') AS "keepsPlaces"
     FROM sheet_refreshes WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3`,
    [tenantId, tableId, cycleId],
  )
  const [{ ids, ...notes }] = [rows[0]!]
  return ids === null ? null : { ids, ...notes }
}

/** What was noted is done: its results are in the rows, and its sums are theirs again. */
export async function forgetNotes(
  client: Pick<pg.PoolClient, 'query'>,
  tenantId: string,
  sheet: SheetAddress,
  { ids }: SheetNotes,
): Promise<void> {
  await client.query('DELETE FROM sheet_refreshes WHERE tenant_id = $1 AND id = ANY ($2)', [tenantId, ids])
  await dropSums(client, tenantId, sheet)
}

/** Sums that are there before the rows do not hold any more. */
export async function dropSums(
  client: Pick<pg.PoolClient, 'query'>,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
): Promise<void> {
  await client.query('DELETE FROM sheet_sums WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3', [
    tenantId,
    tableId,
    cycleId,
  ])
}
