import type { Knex } from 'knex'
import type { CustomFactorAction, CustomFactorReply, CustomFactorStatus } from '#shared/api/customFactors.ts'
import { BlockedError } from '#server/errors/BlockedError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { PermissionError } from '#server/errors/PermissionError.ts'
import { CustomFactor } from '#server/models/CustomFactor.ts'
import { may } from '#server/policies/authorize.ts'
import { customFactorActions, type FactorInWork } from '#server/policies/customFactor.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { type FactorStepRow, presentCustomFactor } from '#server/presenters/presentCustomFactor.ts'
import type { AppServices } from '../AppServices.ts'
import { loadPeople } from '../history/people.ts'

/** Steps in which somebody enters something of a factor. */
const WORK = new Set<string>(['create', 'change', 'attach'])

/** Which right an action needs where the state of the factor does not forbid it. */
const RIGHTS = {
  edit: 'update',
  discard: 'delete',
  submit: 'update',
  return: 'update',
  approve: 'manage',
  retire: 'manage',
  new_version: 'create',
} as const satisfies Record<CustomFactorAction, string>

/**
 * To do that with it: as it is now, and nobody else changes it meanwhile. Throws NotFoundError when the tenant has no such
 * factor (a published one is none), PermissionError, and BlockedError when it is not in the state for that;
 * `already`: in that one there is nothing left to do.
 */
export async function loadCustomFactor(
  trx: Knex.Transaction,
  identity: Identity,
  action: CustomFactorAction,
  id: string,
  already?: CustomFactorStatus,
): Promise<CustomFactor> {
  const factor = await CustomFactor.query(trx).findOne({ tenant_id: identity.tenantId, id }).forUpdate()
  if (factor === undefined) {
    throw new NotFoundError('custom factor')
  }
  const place = { tenantId: identity.tenantId, userId: factor.createdBy }
  if (!may(identity, RIGHTS[action], 'CustomFactor', place)) {
    throw new PermissionError(RIGHTS[action], 'CustomFactor')
  }
  if (factor.status === already) {
    return factor
  }
  const makers = makersOf(await stepsOf(trx, factor))
  if (!customFactorActions(identity, inWork(factor, makers)).includes(action)) {
    const isOwn = action === 'approve' && factor.status === 'submitted' && makers.has(identity.userId)
    const message = isOwn
      ? 'You worked on this factor. Another administrator approves it.'
      : `It is ${STATES[factor.status]}. ${REMEDIES[action]}`
    throw new BlockedError('That is not possible with this factor now. Nothing was changed.', [
      { path: 'status', code: isOwn ? 'own-work' : 'wrong-status', message },
    ])
  }
  return factor
}

const STATES = {
  draft: 'a draft',
  submitted: 'submitted for approval',
  approved: 'approved',
  retired: 'retired',
} as const

const REMEDIES: Readonly<Record<CustomFactorAction, string>> = {
  edit: 'Only a draft is changed: take back what was submitted, or make a new version of what was approved.',
  discard: 'Only what was never approved is discarded.',
  submit: 'Only a draft is submitted.',
  return: 'Only what was submitted goes back to its author.',
  approve: 'Only what was submitted is approved.',
  retire: 'Only an approved factor is retired.',
  new_version: 'Only an approved or retired factor has a next version.',
}

const stepsOf = (trx: Knex.Transaction, { tenantId, id }: CustomFactor): Promise<FactorStepRow[]> =>
  trx('custom_factor_steps')
    .where({ tenant_id: tenantId, factor_id: id })
    .orderBy('id')
    .select('step', 'made_by', 'made_at', 'reason')

const makersOf = (steps: readonly FactorStepRow[]): ReadonlySet<string> =>
  new Set(steps.filter(({ step }) => WORK.has(step)).map((step) => step.made_by))

const inWork = ({ tenantId, status, createdBy }: CustomFactor, makers: ReadonlySet<string>): FactorInWork => ({
  tenantId,
  status,
  createdBy,
  makers,
})

/** What a custom factor has besides what every factor has; null of a published one. */
export async function customPartOf(
  trx: Knex.Transaction,
  identity: Identity,
  services: Pick<AppServices, 'db'>,
  id: string,
): Promise<CustomFactorReply | null> {
  const factor = await CustomFactor.query(trx).findOne({ tenant_id: identity.tenantId, id })
  if (factor === undefined) {
    return null
  }
  const steps = await stepsOf(trx, factor)
  const personOf = await loadPeople(
    services,
    steps.map(({ made_by: by }) => by),
  )
  const actions = customFactorActions(identity, inWork(factor, makersOf(steps)))
  return presentCustomFactor(factor, steps, { personOf, actions })
}
