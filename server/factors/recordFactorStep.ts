import type { Knex } from 'knex'
import type { CustomFactorStep } from '#shared/api/customFactors.ts'
import { type AuditEntry, recordAudit } from '../commands/recordAudit.ts'
import type { Identity } from '../policies/Identity.ts'

/** What a person did to a custom factor is kept beside it and in the log, in the transaction of the change. */
export async function recordFactorStep(
  trx: Knex.Transaction,
  identity: Identity,
  entry: { factorId: string; step: CustomFactorStep; reason?: string } & Pick<
    AuditEntry,
    'before' | 'after' | 'origin'
  >,
): Promise<void> {
  const { factorId, step, reason = '', ...rest } = entry
  const { tenantId, userId } = identity
  await trx('custom_factor_steps').insert({ tenant_id: tenantId, factor_id: factorId, step, made_by: userId, reason })
  await auditFactor(trx, identity, { ...rest, id: factorId, action: `factor.${step}` })
}

/** In the log only: what is discarded has no place beside it. */
export function auditFactor(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  { id, ...entry }: { id: string } & Pick<AuditEntry, 'action' | 'before' | 'after' | 'origin'>,
): Promise<void> {
  const by = { tenantId, actorId: userId, actorKind: 'user', sessionId } as const
  return recordAudit(trx, { ...by, subjectKind: 'factor', subjectId: id, ...entry })
}
