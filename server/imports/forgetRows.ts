/** Rows of files that nothing is done with any more go; what came of them, and the file itself, stay. */
import type { Knex } from 'knex'
import type { StoredImport } from './StoredImport.ts'

type Place = Pick<StoredImport, 'tenant_id' | 'id'>

/** All rows of an import: it can be looked at, mended and taken back no more. How many they were is kept with it. */
export async function forgetRows(trx: Knex.Transaction, { tenant_id, id }: Place): Promise<void> {
  await trx.raw(
    `UPDATE imports SET counts = (
       SELECT jsonb_build_object('added', coalesce(sum(added), 0), 'changed', coalesce(sum(changed), 0),
         'unchanged', coalesce(sum(unchanged), 0), 'rejected', coalesce(sum(rejected), 0), 'written', coalesce(sum(written), 0))
       FROM import_blocks WHERE tenant_id = ? AND import_id = ?)
     WHERE tenant_id = ? AND id = ? AND counts IS NULL`,
    [tenant_id, id, tenant_id, id],
  )
  await trx('import_blocks').where({ tenant_id, import_id: id }).delete()
}

/** Of a workbook whose rows are written: no other of its sheets is chosen any more. */
export async function forgetOtherSheets(trx: Knex.Transaction, { tenant_id, id }: Place, sheet: number): Promise<void> {
  await trx('import_blocks').where({ tenant_id, import_id: id }).whereNot({ sheet }).delete()
}

/** What stood in the file, of blocks of which everything is written: what was written, and what stood there, is enough to take it back. */
export async function forgetTexts(trx: Knex.Transaction, { tenant_id, id }: Place): Promise<void> {
  await trx('import_blocks')
    .where({ tenant_id, import_id: id, rejected: 0 })
    .whereRaw('written = added + changed')
    .update({ cells: '[]' })
  await trx('imports').where({ tenant_id, id }).update({ trimmed_at: trx.fn.now() })
}
