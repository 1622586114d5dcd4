import type { Knex } from 'knex'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'

/** What the journal alone says of a sheet: a cell, by row and ordinal. `beside`: fields that do not lie in the common part. */
export async function coldSheet(
  owner: Knex,
  { tableId, cycleId }: TestSheet,
  beside: readonly number[],
): Promise<(row: string, ordinal: number) => CellValue> {
  const documents: { id: string; part: string }[] = await owner('documents')
    .where({ table_id: tableId, cycle_id: cycleId })
    .select('id', 'part')
  const sheets = await Promise.all(
    documents.map(async ({ id, part }) => ({ part, sheet: await replayFromDatabase(owner, Number(id)) })),
  )
  return (row, ordinal) => {
    const isBeside = beside.includes(ordinal)
    return sheets.find(({ part }) => (part !== COMMON_PART) === isBeside)?.sheet.value(row, ordinal) ?? null
  }
}
