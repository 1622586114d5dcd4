import type { Knex } from 'knex'
import type { SheetAddress } from '../collaboration/ports.ts'
import type { Identity } from '../policies/Identity.ts'
import { accessTo, type SheetAccess, type SheetRow, sheetStatement } from '../policies/sheetAccess.ts'
import { connectionOf } from '../storage/database/connectionOf.ts'

/** What the person may do with a sheet, as it is inside the transaction; null when it is not there or not theirs to read. */
export async function sheetAccessIn(
  trx: Knex.Transaction,
  identity: Identity,
  sheet: SheetAddress,
): Promise<SheetAccess | null> {
  const { sql, bindings } = sheetStatement(identity.tenantId, sheet)
  const connection = await connectionOf(trx)
  const { rows } = await connection.query<SheetRow>(sql, [...bindings])
  return accessTo(identity, rows[0])
}
