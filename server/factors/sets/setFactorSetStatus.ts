import type { Knex } from 'knex'
import type { FactorSetStatusBody } from '#shared/api/factorSets.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { FactorSet } from '#server/models/FactorSet.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { deriveUsesAnew } from '../deriveUsesAnew.ts'
import { recordSetStep } from './recordSetStep.ts'

/**
 * Approves or retires a set; the caller has asked whether the person may. From the commit on, rows of cycles that are not locked
 * are computed with the factors of an approved set and not with those of a retired one: these cycles are answered. Throws
 * ValidationError when the reason is missing.
 */
export async function setFactorSetStatus(
  trx: Knex.Transaction,
  identity: Identity,
  { set, body: { status, reason }, origin }: { set: FactorSet; body: FactorSetStatusBody; origin: string },
): Promise<string[]> {
  if (set.status === status) {
    return []
  }
  if (status === 'retired' && reason === '') {
    const message = 'Say why it must not be used any more.'
    throw new ValidationError([{ path: 'reason', code: 'required', message }])
  }
  const { tenantId, id } = set
  await FactorSet.query(trx)
    .where({ tenant_id: tenantId, id })
    .patch({
      status,
      ...(status === 'approved' && { approvedBy: identity.userId }),
      updatedAt: trx.raw('clock_timestamp()'),
    })
  if (status === 'approved') {
    await assess(trx, identity, set)
  }
  const step = status === 'approved' ? 'approve' : 'retire'
  const [before, after] = [{ status: set.status }, { status, ...(reason !== '' && { reason }) }]
  await recordSetStep(trx, identity, { setId: id, step, reason, before, after, origin })
  const factorIds: string[] = await trx('custom_set_factors').where({ tenant_id: tenantId, set_id: id }).pluck('id')
  return deriveUsesAnew(trx, tenantId, factorIds)
}

/** How sure the publisher says that its factors are, holds for the tenant from the approval on. */
async function assess(trx: Knex.Transaction, { tenantId, userId }: Identity, set: FactorSet): Promise<void> {
  await trx.raw(
    `INSERT INTO factor_assessments (tenant_id, factor_id, range_percent, scores, reason, made_by)
     SELECT tenant_id, id, uncertainty_percent, '{}', :reason, :userId FROM custom_set_factors
     WHERE tenant_id = :tenantId AND set_id = :setId AND uncertainty_percent IS NOT NULL`,
    { tenantId, userId, setId: set.id, reason: `As stated in ${set.fileName}` },
  )
}
