import type { RowReply } from '#shared/api/rows.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'

/** A projected row and what its formulas give. */
export interface PresentableRow {
  row_id: string
  values: Readonly<Record<string, CellValue>>
  /** ISO time. */
  updated_at: string
  updated_by: string | null
}

/** A row by field key, with only the fields given: those that the caller may read and asked for. */
export function presentRow(
  row: PresentableRow,
  { computed = {}, labels }: { computed?: RowReply['computed'] | undefined; labels?: RowReply['labels'] },
  fields: readonly Field[],
): RowReply {
  const reply: RowReply = {
    id: row.row_id,
    values: {},
    computed: {},
    updated_at: row.updated_at,
    updated_by: row.updated_by,
    ...(labels !== undefined && { labels }),
  }
  for (const { key, type, ordinal } of fields) {
    const result = computed[key]
    if (type !== 'formula') {
      reply.values[key] = row.values[ordinal] ?? null
    } else if (result !== undefined) {
      reply.computed[key] = result
    }
  }
  return reply
}
