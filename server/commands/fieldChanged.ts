import type { Knex } from 'knex'
import type { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { recordAudit, type AuditEntry } from './recordAudit.ts'

export interface FieldChange extends Pick<AuditEntry, 'action' | 'before' | 'after' | 'origin'> {
  /** Results, gaps and errors of rows are others now: all rows of the table are derived anew, before they are read again. */
  isDerivedFrom: boolean
}

/**
 * A field was changed in this transaction: what people write from now on is judged anew, and the change is in the log.
 * Connected people are told by the caller, after the commit.
 */
export async function fieldChanged(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  field: Pick<SheetField, 'id' | 'tableId'>,
  { isDerivedFrom, ...change }: FieldChange,
): Promise<void> {
  await bumpEpochs(trx, tenantId, (documents) => documents.where({ 'd.table_id': field.tableId }))
  if (isDerivedFrom) {
    await deriveAnew(trx, tenantId, field.tableId)
  }
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    subjectKind: 'field',
    subjectId: field.id,
    ...change,
  })
}

/** Rows are locked in the order in which whoever projects a sheet locks them. */
async function deriveAnew(trx: Knex.Transaction, tenantId: string, tableId: string): Promise<void> {
  const ids: number[] = await trx('documents as d')
    .join('document_projections as p', { 'p.tenant_id': 'd.tenant_id', 'p.document_id': 'd.id' })
    .where({ 'd.tenant_id': tenantId, 'd.table_id': tableId })
    .orderBy('d.id')
    .forUpdate('p')
    .pluck('d.id')
  await trx('document_projections').where({ tenant_id: tenantId }).whereIn('document_id', ids).update({ position: -1 })
}
