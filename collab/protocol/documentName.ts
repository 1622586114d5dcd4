/** One life of one part of a sheet, as clients address it. */
export interface DocumentAddress {
  documentId: number
  generation: number
}

export const documentName = (documentId: number, generation: number): string => `part:${documentId}@${generation}`

/** Null for anything that is not exactly such a name. */
export function parseDocumentName(name: string): DocumentAddress | null {
  const match = /^part:([1-9]\d{0,14})@([1-9]\d{0,8})$/.exec(name)
  return match === null ? null : { documentId: Number(match[1]), generation: Number(match[2]) }
}

/** Of two names of one document that of the later generation; of two documents the first. */
export function laterOf(name: string, known: string): string {
  const [one, other] = [parseDocumentName(name), parseDocumentName(known)]
  const isBehind = one !== null && one.documentId === other?.documentId && one.generation < other.generation
  return isBehind ? known : name
}

/** The row that a note is about. */
export interface NoteAddress {
  tableId: string
  cycleId: string
  rowId: string
}

export const noteName = ({ tableId, cycleId, rowId }: NoteAddress): string => `note:${tableId}:${cycleId}:${rowId}`

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const NOTE_NAME = new RegExp(`^note:(${UUID}):(${UUID}):([\\w-]{1,36})$`)

/** Null for anything that is not exactly such a name. */
export function parseNoteName(name: string): NoteAddress | null {
  const [, tableId, cycleId, rowId] = NOTE_NAME.exec(name) ?? []
  return tableId === undefined || cycleId === undefined || rowId === undefined ? null : { tableId, cycleId, rowId }
}
