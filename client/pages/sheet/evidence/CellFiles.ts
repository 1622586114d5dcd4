import type { EvidenceReply } from '#shared/api/evidence.ts'
import { MAX_LIST_LENGTH } from '#shared/cells/cellValue.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import { sendFile } from './sendFile.ts'
import { Uploads } from './Uploads.ts'

/** The cell has no room for another file. */
export class CellFull extends Error {}

/** The files of a cell with one more. Throws CellFull. */
export function withFile(ids: readonly string[], id: string): string[] {
  const all = [...new Set([...ids, id])]
  if (all.length > MAX_LIST_LENGTH) {
    throw new CellFull()
  }
  return all
}

/** Puts files into the cells of a sheet and takes them out. */
export class CellFiles {
  readonly uploads: Uploads
  /** What was uploaded here: the server may not know yet that it is in a cell. */
  readonly sent = new Map<string, EvidenceReply>()
  readonly #session: SheetSession
  #model: SheetModel
  #onAttached: (file: string) => void = () => {}

  constructor(session: SheetSession, model: SheetModel) {
    this.#session = session
    this.#model = model
    const { table_id: tableId, cycle_id: cycleId } = session.description
    this.uploads = new Uploads({
      send: (upload) => sendFile({ sheet: { tableId, cycleId }, ...upload }),
      attach: (cell, file) => this.#attach(cell, file),
    })
  }

  /** With the fields of now. */
  use(model: SheetModel, onAttached: (file: string) => void): void {
    this.#model = model
    this.#onAttached = onAttached
  }

  /** The file is kept, for the history and for Ctrl+Z. */
  remove(cell: CellRef, id: string): void {
    this.#write(cell, (ids) => ids.filter((one) => one !== id))
  }

  #attach(cell: CellRef, file: EvidenceReply): void {
    this.sent.set(file.id, file)
    this.#write(cell, (ids) => withFile(ids, file.id))
    this.#onAttached(file.name)
  }

  #write({ row, key }: CellRef, change: (ids: readonly string[]) => string[]): void {
    const field = this.#model.field(key)
    if (field === undefined) {
      return
    }
    const before = this.#model.value(row, key)
    const ids = change(Array.isArray(before) ? before : [])
    const value = ids.length === 0 ? null : ids
    this.#session.editing.apply({ kind: 'typed', writes: [{ row, ordinal: field.ordinal, value }] })
    this.#model.flush()
  }
}
