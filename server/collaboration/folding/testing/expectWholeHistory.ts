import type { Knex } from 'knex'
import { expect } from 'vitest'
import { bulkCells } from '#server/history/bulkCells.ts'
import type { RunningServer, TestSheet } from '#server/testing/LiveFixture.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { TYPED } from './Typist.ts'

interface ToldCell {
  seq: number
  ordinal: number
  old: CellValue
  new: CellValue
}

/**
 * Every change of a cell begins with what the change before ended with (the first with what was seeded), and the last one
 * ends with what the row has now: none is missing, and none is there twice.
 */
export async function expectWholeHistory(
  owner: Knex,
  { collaboration }: RunningServer,
  sheet: TestSheet,
  rows: readonly string[],
  seeded: (row: string, ordinal: number) => CellValue = () => null,
): Promise<void> {
  await collaboration.waitUntilProjected(sheet.tenantId, sheet)
  for (const row of rows) {
    const now = new Map<number, CellValue>(TYPED.map((ordinal) => [ordinal, seeded(row, ordinal)]))
    const seqs = new Map<number, number>()
    for (const { seq, ordinal, old, new: written } of await toldOf(owner, sheet, row)) {
      // bulk writes that lie over each other and travel in one update are told one by one, each with what it came to
      if (seqs.get(ordinal) !== seq) {
        expect({ row, seq, ordinal, old }).toEqual({ row, seq, ordinal, old: now.get(ordinal) ?? null })
      }
      seqs.set(ordinal, seq)
      now.set(ordinal, written)
    }
    const { values } = await owner('rows').where({ table_id: sheet.tableId, row_id: row }).first('values')
    expect(TYPED.map((ordinal) => values[ordinal] ?? null)).toEqual(TYPED.map((ordinal) => now.get(ordinal) ?? null))
  }
}

async function toldOf(owner: Knex, { document }: TestSheet, row: string): Promise<ToldCell[]> {
  const single: ToldCell[] = await owner('cell_changes')
    .where({ document_id: document.documentId, row_id: row })
    .select('seq', 'ordinal', 'old', 'new')
  const bulks: { seq: number; old: Buffer; new: Buffer }[] = await owner('bulk_changes')
    .where({ document_id: document.documentId })
    .whereRaw('? = ANY (row_ids)', [row])
    .select('seq', 'old', 'new')
  const packed = bulks.flatMap((bulk) =>
    [...bulkCells(bulk, new Set(TYPED), row)].map((cell) => ({ ...cell, seq: bulk.seq })),
  )
  return [...single, ...packed].toSorted((a, b) => a.seq - b.seq)
}
