import type { Knex } from 'knex'
import type { Identity } from '../policies/Identity.ts'
import { type AuditEntry, recordAudit } from './recordAudit.ts'

/** What a person did goes into the log, in the transaction of the change. */
export function auditOf(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  entry: Pick<AuditEntry, 'action' | 'subjectKind' | 'subjectId' | 'before' | 'after' | 'origin'>,
): Promise<void> {
  return recordAudit(trx, { tenantId, actorId: userId, actorKind: 'user', sessionId, ...entry })
}
