import type { ImportRowReply, ImportRowsQuery, ImportRowsReply } from '#shared/api/imports.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { isPointing } from '#shared/fields/target.ts'
import { blocksOf } from '#server/imports/blocksOf.ts'
import { outcomeOfBlock, type RowOutcome, rowsOfBlock } from '#server/imports/StagedBlock.ts'
import type { ImportWork } from '#server/imports/ImportWork.ts'
import { rowLabels } from '../targets/rowLabels.ts'
import { readCursor, writeCursor } from '../routing/keyset.ts'

type Work = Pick<ImportWork, 'identity' | 'imported' | 'sheet' | 'access'> & {
  services: Pick<ImportWork['services'], 'db' | 'reader' | 'collaboration'>
}

/** A row of the file with what came of it. */
export interface ListedRow {
  row: number
  cells: ReturnType<typeof rowsOfBlock>[number]
  outcome: RowOutcome
}

/** Rows of a file of which the same came, in the order of the file. Complexity: the blocks behind the cursor that have some. */
export async function importRows(
  work: Work,
  { state, limit, cursor }: Pick<ImportRowsQuery, 'state' | 'limit' | 'cursor'>,
): Promise<ImportRowsReply> {
  const after = cursor === undefined ? 0 : Number(readCursor(cursor, 1)[0])
  const rows: ListedRow[] = []
  const behind = `${state} > 0 AND first_row + row_count > ?`
  for await (const block of blocksOf(work, (blocks) => void blocks.whereRaw(behind, [after + 1]))) {
    const cells = rowsOfBlock(block)
    for (const [at, outcome] of outcomeOfBlock(block).entries()) {
      const row = block.first_row + at
      if (outcome?.state === state && row > after && rows.length <= limit) {
        rows.push({ row, cells: cells[at] ?? [], outcome })
      }
    }
    if (rows.length > limit) {
      break
    }
  }
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    data: await presentRows(work, page),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.row]) : null,
  }
}

/** Rows as the person may read them now. */
export async function presentRows(work: Work, rows: readonly ListedRow[]): Promise<ImportRowReply[]> {
  const { services, identity, imported, sheet, access } = work
  const byOrdinal = new Map(access.readable.map((field) => [String(field.ordinal), field]))
  const known = new Set(['row_id', ...access.readable.map(({ id }) => id)])
  const columns = (imported.recipe?.columns ?? []).filter(({ target }) => known.has(target))
  const pointing = access.readable.filter(({ type }) => isPointing(type))
  const sides = rows.flatMap(({ outcome }) => [valuesOf(outcome), beforeOf(outcome)])
  const labels = await rowLabels(services, { identity, sheet, access }, pointing, sides)
  const byId = (values: Readonly<Record<string, CellValue>>): Record<string, CellValue> =>
    Object.fromEntries(
      Object.entries(values).flatMap(([ordinal, value]) => {
        const field = byOrdinal.get(ordinal)
        return field === undefined ? [] : [[field.id, value] as const]
      }),
    )
  return rows.map(({ row, cells, outcome }, index) => {
    const told: Record<string, Record<string, string>> = {}
    for (const side of [2 * index, 2 * index + 1]) {
      for (const field of pointing) {
        const [value, label] = [sides[side]?.[String(field.ordinal)], labels?.[side]?.[field.key]]
        if (typeof value === 'string' && typeof label === 'string') {
          told[field.id] = { ...told[field.id], [value]: label }
        }
      }
    }
    return {
      row,
      state: outcome.state,
      is_written: 'written' in outcome,
      row_id: 'id' in outcome ? outcome.id : null,
      cells: Object.fromEntries(columns.map(({ column }) => [String(column), cells[column - 1] ?? null])),
      values: byId(valuesOf(outcome)),
      before: byId(beforeOf(outcome)),
      labels: told,
      reasons:
        outcome.state === 'rejected' ? outcome.reasons.filter(({ field_id: id }) => id === null || known.has(id)) : [],
    }
  })
}

const valuesOf = (outcome: RowOutcome): Readonly<Record<string, CellValue>> =>
  'values' in outcome ? outcome.values : {}

const beforeOf = (outcome: RowOutcome): Readonly<Record<string, CellValue>> =>
  'before' in outcome ? outcome.before : {}
