import type { Knex } from 'knex'
import { FIELDS_VERSION } from '../collaboration/folding/convertField.ts'

/** To be asked for before anything of the fields is read: what changes later is noticed then. */
export async function fieldsVersion(trx: Knex.Transaction, tenantId: string, tableId: string): Promise<string> {
  const sql = FIELDS_VERSION.replace('$1', '?').replace('$2', '?')
  const { rows } = await trx.raw<{ rows: { version: string }[] }>(sql, [tenantId, tableId])
  return rows[0]!.version
}
