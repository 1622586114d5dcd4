import type { Knex } from 'knex'
import type { FormerMeaning } from '#shared/api/sheets.ts'
import type { Field, FieldOption, FieldType } from '#shared/fields/field.ts'

/** What the cells of these fields meant before they became others, oldest first. `readable`: of the person who is told. */
export async function formerMeanings(trx: Knex.Transaction, readable: readonly Field[]): Promise<FormerMeaning[]> {
  const keys = new Map(readable.map(({ id, key }) => [id, key]))
  const rows: { field_id: string; until: Date; type: FieldType; unit: string | null; options: FieldOption[] }[] =
    await trx('former_fields')
      .whereIn('field_id', [...keys.keys()])
      .orderBy('until')
  return rows.map(({ field_id, until, type, unit, options }) => ({
    field: keys.get(field_id)!,
    until: until.toISOString(),
    type,
    unit,
    options,
  }))
}
