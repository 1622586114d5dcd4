import type { Knex } from 'knex'
import { type AuditEntry, recordAudit } from './recordAudit.ts'

/** What the program did by itself goes into the log, in the transaction of the change. */
export function auditOfSystem(
  trx: Knex.Transaction,
  tenantId: string,
  entry: Pick<AuditEntry, 'action' | 'subjectKind' | 'subjectId' | 'before' | 'after'>,
): Promise<void> {
  return recordAudit(trx, { tenantId, actorId: null, actorKind: 'system', sessionId: null, origin: 'system', ...entry })
}
