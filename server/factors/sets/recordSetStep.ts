import type { Knex } from 'knex'
import type { FactorSetStep } from '#shared/api/factorSets.ts'
import { type AuditEntry, recordAudit } from '#server/commands/recordAudit.ts'
import type { Identity } from '#server/policies/Identity.ts'

type Change = Pick<AuditEntry, 'before' | 'after' | 'origin'>

/** What a person did to a set of factors is kept beside it and in the log, in the transaction of the change. */
export async function recordSetStep(
  trx: Knex.Transaction,
  identity: Identity,
  { setId, step, reason = '', ...change }: { setId: string; step: FactorSetStep; reason?: string } & Change,
): Promise<void> {
  const { tenantId, userId } = identity
  await trx('custom_factor_set_steps').insert({ tenant_id: tenantId, set_id: setId, step, made_by: userId, reason })
  await auditSet(trx, identity, { ...change, id: setId, action: `factor_set.${step}` })
}

/** In the log only: what is discarded has no place beside it. */
export function auditSet(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  { id, ...entry }: { id: string } & Pick<AuditEntry, 'action'> & Change,
): Promise<void> {
  const by = { tenantId, actorId: userId, actorKind: 'user', sessionId } as const
  return recordAudit(trx, { ...by, subjectKind: 'factor_set', subjectId: id, ...entry })
}
