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
