import type { Knex } from 'knex'
import { compileTable } from '#formulas/plan/compileTable.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { FieldDefinition } from '../collaboration/folding/convertField.ts'
import { contextOver, loadSheetSchema } from '../emissions/sheetSchema.ts'
import type { SheetField } from '../models/SheetField.ts'

/** Formulas of other tables that work now and would not any more, if the field became another. */
export async function brokenElsewhere(
  trx: Knex.Transaction,
  cycleId: string,
  field: SheetField,
  to: FieldDefinition,
): Promise<ProblemDetail[]> {
  const problems: ProblemDetail[] = []
  for (const tableId of await readersOf(trx, field)) {
    const schema = await loadSheetSchema(trx, tableId, cycleId)
    if (schema?.tables === undefined) {
      continue
    }
    const tables = schema.tables.map((table) =>
      table.id === field.tableId
        ? { ...table, fields: table.fields.map((one) => (one.id === field.id ? { ...one, ...to } : one)) }
        : table,
    )
    const before = compileTable(schema.fields, schema.context).problems
    const after = compileTable(schema.fields, contextOver(tables, tableId, schema.context)).problems
    for (const [key, [problem]] of after) {
      if (!before.has(key) && problem !== undefined) {
        const message = `A formula of another table reads “${field.name}” and would not work any more. Change that first.`
        problems.push({ path: field.type === 'formula' ? 'formula' : 'type', code: 'in-use', message })
      }
    }
  }
  return problems
}

/** Ids of the other tables with formulas that read a field, directly or not. */
export async function readersOf(
  trx: Knex.Transaction,
  { tenantId, tableId, id }: Pick<SheetField, 'id' | 'tableId' | 'tenantId'>,
): Promise<string[]> {
  return trx('fields')
    .where({ tenant_id: tenantId })
    .whereNot({ table_id: tableId })
    .whereNull('deleted_at')
    .whereRaw(`gathers -> 'inputs' @> ?::jsonb`, [JSON.stringify([{ field: id }])])
    .distinct()
    .pluck('table_id')
}
