import type { Knex } from 'knex'
import type { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { recordAudit, type AuditEntry } from './recordAudit.ts'

/**
 * A field was changed in this transaction: what people write from now on is judged anew, and the change is in the log.
 * Connected people are told by the caller, after the commit.
 */
export async function fieldChanged(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  field: Pick<SheetField, 'id' | 'tableId'>,
  change: Pick<AuditEntry, 'action' | 'before' | 'after' | 'origin'>,
): Promise<void> {
  await bumpEpochs(trx, tenantId, (documents) => documents.where({ 'd.table_id': field.tableId }))
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
