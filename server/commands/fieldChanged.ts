import type { Knex } from 'knex'
import type { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { type Anew, deriveAnew } from './deriveAnew.ts'
import { recordAudit, type AuditEntry } from './recordAudit.ts'

export interface FieldChange extends Pick<AuditEntry, 'action' | 'before' | 'after' | 'origin'> {
  /** What of the rows of the table is made anew, before they are read again; null: nothing depends on the change. */
  anew: Anew | null
}

/**
 * A field was changed in this transaction: what people write from now on is judged anew, and the change is in the log.
 * Connected people are told by the caller, after the commit.
 */
export async function fieldChanged(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  field: Pick<SheetField, 'id' | 'tableId'>,
  { anew, ...change }: FieldChange,
): Promise<void> {
  const ofTable = (documents: Knex.QueryBuilder): Knex.QueryBuilder => documents.where({ 'd.table_id': field.tableId })
  await bumpEpochs(trx, tenantId, ofTable)
  if (anew !== null) {
    await deriveAnew(trx, tenantId, anew, ofTable)
  }
  // The parser is large and rarely needed, so it is loaded with the first change.
  const { settleGathers } = await import('./settleGathers.ts')
  await settleGathers(trx, tenantId, field.tableId)
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
