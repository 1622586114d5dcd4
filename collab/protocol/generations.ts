/** How the server tells that a part goes on in another document, and what a client needs to make that one out of its own. */
import { isCellValue, type CellValue } from '#shared/cells/cellValue.ts'

/** A cell as it was in the fold, where the author of the message has another value by now. */
export interface FormerCell {
  row: string
  ordinal: number
  value: CellValue
}

/** How the next document begins: whoever has the same values can make it, and knows by the hash that it is the same. */
export interface FoldProof {
  /** SHA-256 of the fold, in hexadecimal. */
  sha256: string
  /** Put in place of what the document has when this arrives, these values give the fold. */
  before: FormerCell[]
}

/** The part will soon go on under this name. A client may begin to make that document; nothing else changes yet. */
export interface FoldingMessage extends FoldProof {
  type: 'folding'
  name: string
}

/** The part goes on under this name. */
export interface GenerationMessage {
  type: 'generation'
  name: string
  /** Absent: the document has to be loaded. */
  fold?: FoldProof
  /** What follows the fold, a Yjs update in Base64; only beside `fold`. */
  tail?: string
}

/** Null when it is none. */
export function parseFolding({ name, ...rest }: Record<string, unknown>): FoldingMessage | null {
  const proof = parseProof(rest)
  return typeof name === 'string' && proof !== null ? { type: 'folding', name, ...proof } : null
}

/** Null when it is none. */
export function parseGeneration({ name, fold, tail }: Record<string, unknown>): GenerationMessage | null {
  if (typeof name !== 'string') {
    return null
  }
  const proof = parseProof(fold)
  return {
    type: 'generation',
    name,
    ...(proof === null ? {} : { fold: proof }),
    ...(proof === null || typeof tail !== 'string' ? {} : { tail }),
  }
}

function parseProof(value: unknown): FoldProof | null {
  if (!isRecord(value)) {
    return null
  }
  const { sha256, before } = value
  return typeof sha256 === 'string' && Array.isArray(before) && before.every(isFormerCell) ? { sha256, before } : null
}

function isFormerCell(value: unknown): value is FormerCell {
  if (!isRecord(value)) {
    return false
  }
  return typeof value['row'] === 'string' && typeof value['ordinal'] === 'number' && isCellValue(value['value'])
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
