import type { Knex } from 'knex'
import { newGestureId } from '#collab/protocol/gestures.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { SheetTable } from '../models/SheetTable.ts'
import type { Identity } from '../policies/Identity.ts'
import type { CopyPlan } from './planCopies.ts'
import { copyAssessment } from './copyAssessment.ts'
import { insertTables } from './TableDraft.ts'
import { writeCopiedNotes } from './writeCopiedNotes.ts'
import { writeNewSheet } from './writeNewSheet.ts'

export interface WrittenCopies {
  tables: SheetTable[]
  rows: number
}

/**
 * Makes what was planned, in the transaction that it was planned in: all of it or nothing. The rows of each sheet are one
 * gesture of the copier. Throws ValidationError for a plan with problems.
 */
export async function writeCopies(
  trx: Knex.Transaction,
  identity: Identity,
  plan: CopyPlan,
  origin: string,
): Promise<WrittenCopies> {
  expectRight(plan)
  const drafts = plan.copies.map(({ draft }) => draft)
  const tables = await insertTables(trx, identity, drafts, origin)
  await copyFiles(trx, identity, plan)
  for (const copy of plan.copies) {
    await copyAssessment(trx, identity, copy, origin)
  }
  let rows = 0
  for (const sheet of plan.sheets) {
    rows += sheet.rows.length
    const gesture = { kind: 'copied', id: newGestureId() } as const
    const address = { tableId: sheet.copy.draft.id, cycleId: plan.toCycleId ?? '' }
    if (sheet.rows.length > 0) {
      await writeNewSheet(trx, identity, address, { rows: sheet.rows, gesture })
      await writeCopiedNotes(trx, identity, address, sheet.rowNotes)
    }
  }
  return { tables, rows }
}

/** Throws ValidationError with all that is wrong. */
export function expectRight({ problems }: CopyPlan): void {
  if (problems.length > 0) {
    throw new ValidationError(problems.map(({ path, code, message }) => ({ path, code, message })))
  }
}

/** The bytes are stored once; a file belongs to a field, so each copy of the field has its own. Who brought it stays. */
async function copyFiles(trx: Knex.Transaction, { tenantId }: Identity, { copies, files }: CopyPlan): Promise<void> {
  const tableOf = new Map(copies.flatMap(({ draft }) => draft.fields.map(({ id }) => [id, draft.id] as const)))
  for (const { file, id, to } of files.values()) {
    const { hash, name, mediaType, sizeBytes, uploadedBy, uploadedAt } = file
    await trx('evidence').insert({
      tenant_id: tenantId,
      id,
      table_id: tableOf.get(to.id),
      field_id: to.id,
      hash,
      name,
      media_type: mediaType,
      size_bytes: sizeBytes,
      uploaded_by: uploadedBy,
      uploaded_at: uploadedAt,
    })
  }
}
