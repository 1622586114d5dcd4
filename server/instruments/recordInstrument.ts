import type { Knex } from 'knex'
import type { AuditEntry } from '../commands/recordAudit.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import type { Identity } from '../policies/Identity.ts'

/** What a person did to an instrument goes into the log, in the transaction of the change. */
export function recordInstrument(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  { id, ...entry }: { id: string } & Pick<AuditEntry, 'action' | 'before' | 'after' | 'origin'>,
): Promise<void> {
  const by = { tenantId, actorId: userId, actorKind: 'user', sessionId } as const
  return recordAudit(trx, { ...by, subjectKind: 'instrument', subjectId: id, ...entry })
}

/** Instruments of a tenant are changed one after the other: sums and serial numbers are checked over all of them. */
export async function oneInstrumentAtATime(trx: Knex.Transaction): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['instruments'])
}
