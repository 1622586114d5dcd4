/** The columns that everybody may read of a sheet, as they are now, to compute all of its rows at once. */
import type pg from 'pg'
import type { Journal } from '#collab/hocuspocus/Journal.ts'
import type { OpenDocuments } from '#collab/hocuspocus/OpenDocuments.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { documentName } from '#collab/protocol/documentName.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { PartStores } from '../PartStores.ts'
import type { SheetAddress } from '../ports.ts'
import { replayGenerations } from '../replayGenerations.ts'

export interface OpenedColumns {
  store: ColumnStore
  /** The document as it is at this moment: of one that is open here it goes on. */
  part: Part
  close(): void
}

/** Null when nobody has written to the sheet yet. */
export type OpenColumns = (tenantId: string, sheet: SheetAddress) => Promise<OpenedColumns | null>

export interface OpenColumnsPorts {
  pool: pg.Pool
  journal: Pick<Journal, 'load'>
  parts: Pick<OpenDocuments<Part>, 'get' | 'follow'>
  stores: PartStores
}

/** Takes what is open here, and otherwise reads the document from the journal. */
export function createOpenColumns({ pool, journal, parts, stores }: OpenColumnsPorts): OpenColumns {
  return async (tenantId, sheet) => {
    const document = await commonDocument(pool, tenantId, sheet)
    if (document === null) {
      return null
    }
    const open = parts.get(documentName(document.id, document.generation))
    if (open !== undefined && !open.isClosed) {
      await parts.follow([open])
      return { part: open, store: stores.of(open), close: () => {} }
    }
    const replayed = await replayGenerations(journal, { tenantId, documentId: document.id, from: 'projected' })
    if (replayed === null) {
      return null
    }
    const { part } = replayed
    return { part, store: new PartStores().of(part), close: () => part.doc.destroy() }
  }
}

function commonDocument(
  pool: pg.Pool,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
): Promise<{ id: number; generation: number } | null> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ id: number; generation: number }>(
      `SELECT id::float8 AS id, generation FROM documents
       WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND part = $4`,
      [tenantId, tableId, cycleId, COMMON_PART],
    )
    return rows[0] ?? null
  })
}
