import type { Knex } from 'knex'
import type { Identity } from '../policies/Identity.ts'
import { type AuditEntry, recordAudit } from './recordAudit.ts'

/** What a person did to a cycle goes into the log, in the transaction of the change. */
export function auditCycle(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  { cycle, ...entry }: Pick<AuditEntry, 'action' | 'before' | 'after' | 'origin'> & { cycle: { id: string } },
): Promise<void> {
  return recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    subjectKind: 'cycle',
    subjectId: cycle.id,
    ...entry,
  })
}
