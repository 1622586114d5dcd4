import type pg from 'pg'
import { foldSheet, type CellsByRow } from '#collab/schema/foldSheet.ts'
import { DELETED, FIRST_FIELD, ORDER } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { documentAt } from './documentAt.ts'
import type { DocumentPosition } from './positionsAt.ts'

/** One sheet at one moment, for one reader. */
export interface MomentJob {
  tenantId: string
  documents: readonly DocumentPosition[]
  /** Fields that the reader may read now. Whatever else the documents held is left out. */
  ordinals: readonly number[]
}

/**
 * The sheet as it was, in base64, as the first state of one folded document: rows with their order and deletion mark, and the cells of
 * the fields asked for, in whichever document they lay then. Null: there was no sheet yet.
 */
export async function sheetAt(
  pool: pg.Pool,
  { tenantId, documents, ordinals }: MomentJob,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const readable = new Set(ordinals)
  const sides = new Map<string, Map<number, CellValue>>()
  let common: Sheet | null = null
  for (const { documentId, part, generation, seq } of documents) {
    const sheet = await documentAt(pool, { tenantId, documentId, generation }, seq)
    if (part === COMMON_PART) {
      common = sheet
    } else {
      collect(sides, sheet, readable)
    }
  }
  if (common === null) {
    return null
  }
  const keep = (ordinal: number): boolean => ordinal === ORDER || ordinal === DELETED || readable.has(ordinal)
  return base64Of(foldSheet(common, { keep, instead: sides satisfies CellsByRow }))
}

/** As letters, because a text of this length would hold up whoever takes it over. */
function base64Of({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(Buffer.from(buffer, byteOffset, byteLength).toString('base64'))
}

function collect(target: Map<string, Map<number, CellValue>>, sheet: Sheet, readable: ReadonlySet<number>): void {
  for (const [row, cells] of sheet.content()) {
    for (const [ordinal, value] of cells) {
      if (ordinal >= FIRST_FIELD && readable.has(ordinal)) {
        let own = target.get(row)
        if (own === undefined) {
          own = new Map()
          target.set(row, own)
        }
        own.set(ordinal, value)
      }
    }
  }
}
