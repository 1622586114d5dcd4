import type { ImportReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'

/** The fields that columns of the file go into, in the order of the file. The id of a row is none of them. */
export function mappedFields(
  { recipe }: Pick<ImportReply, 'recipe'>,
  { table }: Pick<SheetReply, 'table'>,
): { column: number; field: FieldReply }[] {
  const byId = new Map(table.fields.map((field) => [field.id, field]))
  return (recipe?.columns ?? []).flatMap(({ column, target }) => {
    const field = byId.get(target)
    return field === undefined ? [] : [{ column, field }]
  })
}
