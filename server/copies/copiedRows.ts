import type { Knex } from 'knex'
import type { CopyNote, CopyNoteCode } from '#shared/api/copies.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { isWritableField, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { may } from '../policies/authorize.ts'
import type { CycleStatus } from '#shared/api/cycles.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import type { SheetTable } from '../models/SheetTable.ts'
import { cellCopier, type CopiedFiles, type CycleChange } from './CopiedCells.ts'
import type { DraftedCopy } from './draftCopies.ts'

/** Rows of one sheet of the copy, in their order. */
export interface CopiedRows {
  copy: DraftedCopy
  rows: { id: string; values: Map<number, CellValue> }[]
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
  const notes: CopyNote[] = await rowNotes(trx, identity, source.table, change.fromCycleId)
  for (const to of draft.fields) {
    const origin = origins.get(to.id)!
    const values = stored.map((row) => row.values[origin.ordinal] ?? null)
    const filled = values.filter((value) => value !== null).length
    if (to.type === 'formula' || filled === 0) {
      continue
    }
    const note = (code: CopyNoteCode, cells: number): number =>
      notes.push({ table: source.table.name, field: to.name, code, cells })
    if (!isWritableField(to, roles, mayUpdate)) {
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
  return { copy, rows, notes }
}

/** Notes are documents of their own, and stay with the rows that they were written on. */
async function rowNotes(
  trx: Knex.Transaction,
  { tenantId }: Identity,
  { id, name }: SheetTable,
  cycleId: string,
): Promise<CopyNote[]> {
  const found = await trx('notes as n')
    .join('note_contents as c', { 'c.tenant_id': 'n.tenant_id', 'c.note_id': 'n.id' })
    .join('rows as r', {
      'r.tenant_id': 'n.tenant_id',
      'r.table_id': 'n.table_id',
      'r.cycle_id': 'n.cycle_id',
      'r.row_id': 'n.row_id',
    })
    .where({ 'n.tenant_id': tenantId, 'n.table_id': id, 'n.cycle_id': cycleId, 'r.deleted': false })
    .whereNot('c.text', '')
    .count({ count: '*' })
    .first()
  const cells = Number(found?.count ?? 0)
  return cells === 0 ? [] : [{ table: name, field: '', code: 'row-notes', cells }]
}
