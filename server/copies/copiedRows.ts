import type { Knex } from 'knex'
import type { CopyNote, CopyNoteCode } from '#shared/api/copies.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { isWritableField, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { mayWriteCells } from '../policies/keyRights.ts'
import { may } from '../policies/authorize.ts'
import type { CycleStatus } from '#shared/api/cycles.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import { cellCopier, type CopiedFiles, type CycleChange } from './CopiedCells.ts'
import type { DraftedCopy } from './draftCopies.ts'
import { type CopiedNote, notesOnRows } from './writeCopiedNotes.ts'

/** Rows of one sheet of the copy, in their order. */
export interface CopiedRows {
  copy: DraftedCopy
  rows: { id: string; values: Map<number, CellValue> }[]
  rowNotes: CopiedNote[]
}

/** Of one request; more is a matter for an export. */
export const MOST_COPIED_ROWS = 200_000

interface StoredRow {
  row_id: string
  values: Record<string, CellValue>
}

/**
 * The rows of a table in a cycle as those of its copy: what the copier may read there and may write here. They keep their
 * ids, so what points at them goes on to. `notes` tells what stays behind.
 */
export async function copiedRows(
  trx: Knex.Transaction,
  identity: Identity,
  copy: DraftedCopy,
  {
    change,
    files,
    status,
    projectId,
    copiedTables,
  }: {
    change: CycleChange
    files: CopiedFiles
    /** Of the cycle of the copy. */
    status: CycleStatus
    projectId: string
    /** Ids of the tables of the copies. */
    copiedTables: ReadonlySet<string>
  },
): Promise<CopiedRows & { notes: CopyNote[] }> {
  const { source, draft, origins } = copy
  const stored: StoredRow[] = await trx('rows')
    .where({ tenant_id: identity.tenantId, table_id: source.table.id, cycle_id: change.fromCycleId, deleted: false })
    .orderBy(['order_key', 'row_id'])
    .select('row_id', 'values')
  const before = new Map((await fieldsInCycle(trx, [source.table.id], change.fromCycleId)).map((one) => [one.id, one]))
  const place = { projectId, moduleId: draft.moduleId }
  const roles = rolesOn(identity.grants, place)
  const mayUpdate = may(identity, 'update', 'Row', { tenantId: identity.tenantId, ...place, cycleStatus: status })
  const rows: CopiedRows['rows'] = stored.map(({ row_id: id }) => ({ id, values: new Map() }))
  const from = { tableId: source.table.id, cycleId: change.fromCycleId }
  const rowNotes = await notesOnRows(trx, identity, from, new Set(rows.map(({ id }) => id)))
  const notes: CopyNote[] = []
  for (const to of draft.fields) {
    const origin = origins.get(to.id)!
    const values = stored.map((row) => row.values[origin.ordinal] ?? null)
    const filled = values.filter((value) => value !== null).length
    if (to.type === 'formula' || filled === 0) {
      continue
    }
    const note = (code: CopyNoteCode, cells: number): number =>
      notes.push({ table: source.table.name, field: to.name, code, cells })
    if (!mayWriteCells(identity) || !isWritableField(to, roles, mayUpdate)) {
      note('not-writable', filled)
      continue
    }
    const isCopiedTarget = copiedTables.has(to.targetTableId ?? '')
    const column = { from: before.get(origin.id) ?? origin, to, isCopiedTarget }
    const copied = await cellCopier(trx, identity, column, { values, change, files })
    const lost = new Map<CopyNoteCode, number>()
    values.forEach((value, at) => {
      const cell = value === null ? null : copied(value)
      if (cell !== null && 'lost' in cell) {
        lost.set(cell.lost, (lost.get(cell.lost) ?? 0) + 1)
      } else if (cell !== null && cell.value !== null) {
        rows[at]!.values.set(to.ordinal, cell.value)
      }
    })
    lost.forEach((cells, code) => note(code, cells))
  }
  return { copy, rows, rowNotes, notes }
}
