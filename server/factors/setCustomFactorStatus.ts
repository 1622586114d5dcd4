import type { Knex } from 'knex'
import type { CustomFactorStatusBody, CustomFactorStatus, CustomFactorStep } from '#shared/api/customFactors.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { CustomFactor } from '../models/CustomFactor.ts'
import type { Identity } from '../policies/Identity.ts'
import { deriveUsesAnew } from './deriveUsesAnew.ts'
import { submissionProblems } from './customFactorProblems.ts'
import { bodyOf } from './customFactorBody.ts'
import { recordFactorStep } from './recordFactorStep.ts'

/** By which step a factor gets a status. */
export const STEP_TO: Readonly<
  Record<CustomFactorStatus, Extract<CustomFactorStep, 'return' | 'submit' | 'approve' | 'retire'>>
> = {
  draft: 'return',
  submitted: 'submit',
  approved: 'approve',
  retired: 'retire',
}

/**
 * Moves a factor on its way; the caller has asked whether the person may. From the commit on, rows of cycles that are not
 * locked are computed with an approved factor and not with a retired one: these cycles are answered. Throws ValidationError
 * when a reason is missing, or what an approval needs.
 */
export async function setCustomFactorStatus(
  trx: Knex.Transaction,
  identity: Identity,
  { factor, body: { status, reason }, origin }: { factor: CustomFactor; body: CustomFactorStatusBody; origin: string },
): Promise<string[]> {
  if (factor.status === status) {
    return []
  }
  const problems = [
    ...(status === 'submitted' ? submissionProblems(bodyOf(factor), factor.evidenceHash !== null) : []),
    ...reasonProblems(status, reason),
  ]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { tenantId, id } = factor
  await CustomFactor.query(trx)
    .where({ tenant_id: tenantId, id })
    .patch({
      status,
      ...(status === 'approved' && { approvedBy: identity.userId }),
      updatedAt: trx.raw('clock_timestamp()'),
    })
  const [before, after] = [{ status: factor.status }, { status, ...(reason !== '' && { reason }) }]
  await recordFactorStep(trx, identity, { factorId: id, step: STEP_TO[status], reason, before, after, origin })
  return status === 'approved' || status === 'retired' ? deriveUsesAnew(trx, tenantId, [id]) : []
}

function reasonProblems(status: CustomFactorStatus, reason: string): ProblemDetail[] {
  const messages: Partial<Record<CustomFactorStatus, string>> = {
    draft: 'Say what has to be changed.',
    retired: 'Say why it must not be used any more.',
  }
  const message = messages[status]
  return message === undefined || reason !== '' ? [] : [{ path: 'reason', code: 'required', message }]
}
