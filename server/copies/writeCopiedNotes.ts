/**
 * Notes come along with their rows, in the transaction that makes the copy: written anew in the name of the copier, as what
 * they say now. Who wrote what before stays with the notes that were copied.
 */
import type { Knex } from 'knex'
import { ORDER } from '#collab/schema/layout.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import type { NoteContent } from '#shared/notes/noteContent.ts'
import { writeNewNote } from '../collaboration/notes/writeNewNote.ts'
import type { SheetAddress } from '../collaboration/ports.ts'
import { PermissionError } from '../errors/PermissionError.ts'
import type { Identity } from '../policies/Identity.ts'
import { sheetAccessIn } from './sheetAccessIn.ts'

/** The note of a row of the sheet that is copied. */
export interface CopiedNote {
  noteId: string
  row: string
}

/** So many are held at once: one may have 50,000 characters. */
const NOTES_PER_READ = 100

/** The notes on these rows, without their words. */
export async function notesOnRows(
  trx: Knex.Transaction,
  { tenantId }: Identity,
  { tableId, cycleId }: SheetAddress,
  rows: ReadonlySet<string>,
): Promise<CopiedNote[]> {
  const found: CopiedNote[] = await trx('notes as n')
    .join('note_contents as c', { 'c.tenant_id': 'n.tenant_id', 'c.note_id': 'n.id' })
    .where({ 'n.tenant_id': tenantId, 'n.table_id': tableId, 'n.cycle_id': cycleId })
    .whereNot('c.text', '')
    .orderBy('n.id')
    .select('n.id as noteId', 'n.row_id as row')
  return found.filter(({ row }) => rows.has(row))
}

/** `sheet`: the new one, with its rows and documents. Throws PermissionError. */
export async function writeCopiedNotes(
  trx: Knex.Transaction,
  identity: Identity,
  sheet: SheetAddress,
  notes: readonly CopiedNote[],
): Promise<void> {
  if (notes.length === 0) {
    return
  }
  const access = await sheetAccessIn(trx, identity, sheet)
  const epoch = access?.epochs.get(COMMON_PART)
  const mayWrite = access?.parts.some(({ part, writable }) => part === COMMON_PART && writable.has(ORDER)) === true
  if (epoch === undefined || !mayWrite) {
    throw new PermissionError('create', 'Row')
  }
  for (let start = 0; start < notes.length; start += NOTES_PER_READ) {
    const some = notes.slice(start, start + NOTES_PER_READ)
    const contents: { note_id: string; content: NoteContent }[] = await trx('note_contents')
      .where({ tenant_id: identity.tenantId })
      .whereIn(
        'note_id',
        some.map(({ noteId }) => noteId),
      )
      .select('note_id', 'content')
    const contentOf = new Map(contents.map(({ note_id: id, content }) => [id, content]))
    for (const { noteId, row } of some) {
      await writeNewNote(trx, identity, { ...sheet, row, epoch, content: contentOf.get(noteId)! })
    }
  }
}
