import type pg from 'pg'
import { commonOf, lockProjections } from '../lockProjections.ts'
import type { SheetAddress } from '../ports.ts'
import type { PlansOf } from './gatheredPlaces.ts'
import { markDependents } from './markDependents.ts'
import type { OpenedColumns } from './openColumns.ts'
import { restsOnCommonPart, resultsOfColumns } from './resultsOfColumns.ts'
import { forgetNotes, notesOf, type SheetNotes } from './sheetNotes.ts'
import { type MadeResult, writeResults } from './writeResults.ts'

/** Edits of the sheet, and other sums of it, wait no longer than so many rows take. */
const BLOCK_ROWS = 5000

/** Runs work in a transaction of the tenant. */
export type InTransaction = <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>

interface Begun {
  notes: SheetNotes
  position: number
  made: readonly MadeResult[]
}

/**
 * Makes the results of a noted sheet anew from its common part, a transaction for each block of rows: nobody reads rows of a
 * noted sheet before all of them are there. `unfit`: they come from more than that (`restsOnCommonPart`), or the document is behind its rows.
 * `noted`: others noted it again or have made it anew. `edited`: a row was edited. What is written stays then, and the notes
 * with it.
 */
export async function refreshInBlocks(
  inTransaction: InTransaction,
  tenantId: string,
  sheet: SheetAddress,
  {
    opened,
    plansOf,
    onDone,
  }: { opened: OpenedColumns; plansOf: PlansOf; onDone(client: pg.PoolClient): Promise<void> },
): Promise<'done' | 'unfit' | 'noted' | 'edited'> {
  const begun = await inTransaction(async (client): Promise<Begun | 'done' | 'unfit'> => {
    const document = commonOf(await lockProjections(client, tenantId, sheet))
    const notes = await notesOf(client, tenantId, sheet)
    const plans = notes === null ? null : await plansOf(tenantId, sheet.tableId, sheet.cycleId)
    if (notes === null) {
      return 'done'
    }
    if (plans === null || document === undefined || !restsOnCommonPart(plans)) {
      return 'unfit'
    }
    const { position } = document
    // a row that was edited since it was projected gets its values soon, and until then nobody reads it
    if (opened.part.seen < position) {
      return 'unfit'
    }
    const { ids, results } = resultsOfColumns(plans, opened.store)
    return { notes, position, made: ids.map((id, at) => ({ id, result: results[at]!, gathered: null })) }
  })
  if (typeof begun === 'string') {
    return begun
  }
  const { made } = begun
  for (let start = 0; ; start += BLOCK_ROWS) {
    const isLast = start + BLOCK_ROWS >= made.length
    const came = await inTransaction(async (client) => {
      const between = await cameBetween(client, tenantId, sheet, begun)
      if (between !== null) {
        return between
      }
      await writeResults(client, tenantId, sheet, made.slice(start, start + BLOCK_ROWS))
      if (isLast) {
        // another formula than that of the result may have changed, which others gather from
        await markDependents(client, tenantId, sheet, 'others')
        await forgetNotes(client, tenantId, sheet, begun.notes)
        await onDone(client)
      }
      return null
    })
    if (came !== null || isLast) {
      return came ?? 'done'
    }
  }
}

/** Null: it is as it was begun. */
async function cameBetween(
  client: pg.PoolClient,
  tenantId: string,
  sheet: SheetAddress,
  { notes, position }: Begun,
): Promise<'noted' | 'edited' | null> {
  const document = commonOf(await lockProjections(client, tenantId, sheet))
  const now = await notesOf(client, tenantId, sheet)
  const isNoted = now?.ids.length !== notes.ids.length || now.ids.some((id) => !notes.ids.includes(id))
  return isNoted ? 'noted' : document?.position === position ? null : 'edited'
}
