import type { Knex } from 'knex'
import type { Gathers } from '#shared/fields/field.ts'
import { gathersOf } from '../emissions/gathersOf.ts'
import { projectTables, type TableFields } from '../emissions/projectTables.ts'
import { SheetField } from '../models/SheetField.ts'

/** Formulas that may read other rows, as far as their text tells. */
const MAYBE = '(_of|lookup|previous)\\s*\\('

/**
 * Keeps with every formula of the project which rows of other tables it reads, after a field of one of its tables changed.
 * Cheap where no formula reads other rows.
 */
export async function settleGathers(trx: Knex.Transaction, tenantId: string, tableId: string): Promise<void> {
  const tables = await projectTables(trx, tableId)
  const ids = tables.map(({ id }) => id)
  const gathering = await SheetField.query(trx)
    .where({ tenant_id: tenantId })
    .whereIn('table_id', ids)
    .where((query) => void query.whereNotNull('gathers').orWhereRaw('formula ~ ?', [MAYBE]))
  if (gathering.length === 0) {
    return
  }
  const fields = await SheetField.query(trx).whereIn('table_id', ids).whereNull('deleted_at')
  const byTable = Map.groupBy(fields, (field) => field.tableId)
  const known: TableFields[] = tables.map((table) => ({ ...table, fields: byTable.get(table.id) ?? [] }))
  await noteDependents(trx, tenantId, tableId)
  for (const field of gathering) {
    const gathers = gathersOf(field.formula ?? '', field.tableId, known)
    if (!isSame(gathers, field.gathers)) {
      await SheetField.query(trx)
        .where({ tenant_id: tenantId, id: field.id })
        .patch({ gathers, updatedAt: trx.raw('clock_timestamp()') })
    }
  }
}

/** Results of other tables that are gathered from this one are made anew, in cycles that are not locked. */
async function noteDependents(trx: Knex.Transaction, tenantId: string, tableId: string): Promise<void> {
  await trx.raw(
    `INSERT INTO sheet_refreshes (tenant_id, table_id, cycle_id)
     SELECT DISTINCT f.tenant_id, f.table_id, c.id FROM fields f
       JOIN tables t ON t.tenant_id = f.tenant_id AND t.id = f.table_id
       JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
       JOIN cycles c ON c.tenant_id = m.tenant_id AND c.project_id = m.project_id
     WHERE f.tenant_id = :tenantId AND f.deleted_at IS NULL AND c.deleted_at IS NULL AND c.status <> 'locked'
       AND jsonb_exists(f.gathers -> 'tables', :tableId)`,
    { tenantId, tableId },
  )
}

/** jsonb gives keys back in an order of its own. */
function isSame(one: Gathers | null, other: Gathers | null): boolean {
  return one === null || other === null || other.stale === true ? one === other : textOf(one) === textOf(other)
}

const textOf = ({ tables, previous, inputs }: Gathers): string =>
  JSON.stringify([
    tables,
    previous,
    inputs.map(({ field, table, module, project, readers }) => [field, table, module, project, readers]),
  ])
