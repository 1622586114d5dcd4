import type { Knex } from 'knex'
import type { FactorSetAction, FactorSetDetailReply, FactorSetReply } from '#shared/api/factorSets.ts'
import type { FactorSetStatus } from '#shared/emissions/factorSet.ts'
import { BlockedError } from '#server/errors/BlockedError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { PermissionError } from '#server/errors/PermissionError.ts'
import { FactorSet } from '#server/models/FactorSet.ts'
import { authorizeKind, may } from '#server/policies/authorize.ts'
import { factorSetActions, type FactorSetInWork } from '#server/policies/factorSet.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { presentFactorSet, presentSetSteps, type SetStepRow } from '#server/presenters/presentFactorSet.ts'
import type { AppServices } from '../AppServices.ts'
import { loadPeople } from '../history/people.ts'

/** Steps in which somebody enters something of a set. */
const WORK = new Set<string>(['create', 'change', 'import'])

/** Which right an action needs where the state of the set does not forbid it. */
const RIGHTS = {
  edit: 'update',
  import: 'update',
  discard: 'delete',
  approve: 'manage',
  retire: 'manage',
} as const satisfies Record<FactorSetAction, string>

const REMEDIES: Readonly<Record<FactorSetAction, string>> = {
  edit: 'What was taken in stays as it is: discard it and bring the file again, or bring the next version.',
  import: 'Its factors are taken in already.',
  discard: 'What was approved is kept. Retire it instead.',
  approve: 'Only what was taken in is approved.',
  retire: 'Only an approved set is retired.',
}

const STATES: Readonly<Record<FactorSetStatus, string>> = {
  uploaded: 'not taken in yet',
  draft: 'waiting for approval',
  approved: 'approved',
  retired: 'retired',
}

/** To be looked at. Throws NotFoundError. */
export async function findFactorSet(trx: Knex.Transaction, { tenantId }: Identity, id: string): Promise<FactorSet> {
  const set = await FactorSet.query(trx).findOne({ tenant_id: tenantId, id })
  if (set === undefined) {
    throw new NotFoundError('factor set')
  }
  return set
}

/**
 * To do that with it: as it is now, and nobody else changes it meanwhile. Throws NotFoundError, PermissionError, and BlockedError
 * when it is not in the state for that; `already`: in that one there is nothing left to do.
 */
export async function loadFactorSet(
  trx: Knex.Transaction,
  identity: Identity,
  action: FactorSetAction,
  id: string,
  already?: FactorSetStatus,
): Promise<FactorSet> {
  const { tenantId } = identity
  authorizeKind(identity, 'read', 'CustomFactor')
  const set = await FactorSet.query(trx).findOne({ tenant_id: tenantId, id }).forUpdate()
  if (set === undefined) {
    throw new NotFoundError('factor set')
  }
  if (!may(identity, RIGHTS[action], 'CustomFactor', { tenantId, userId: set.createdBy })) {
    throw new PermissionError(RIGHTS[action], 'CustomFactor')
  }
  if (set.status === already) {
    return set
  }
  const makers = makersOf(await stepsOf(trx, identity, [set.id]))
  if (!factorSetActions(identity, inWork(set, makers)).includes(action)) {
    const isOwn = action === 'approve' && set.status === 'draft' && makers.has(identity.userId)
    const message = isOwn
      ? 'You brought this set. Another administrator approves it.'
      : `It is ${STATES[set.status]}. ${REMEDIES[action]}`
    throw new BlockedError('That is not possible with this set now. Nothing was changed.', [
      { path: 'status', code: isOwn ? 'own-work' : 'wrong-status', message },
    ])
  }
  return set
}

/** With what the caller may do with each. */
export async function presentedSets(
  trx: Knex.Transaction,
  identity: Identity,
  sets: readonly FactorSet[],
): Promise<FactorSetReply[]> {
  const steps = await stepsOf(
    trx,
    identity,
    sets.map(({ id }) => id),
  )
  return sets.map((set) => {
    const makers = makersOf(steps.filter(({ set_id: id }) => id === set.id))
    return presentFactorSet(set, factorSetActions(identity, inWork(set, makers)))
  })
}

/** With its file's beginning and what was done. */
export async function factorSetDetail(
  trx: Knex.Transaction,
  identity: Identity,
  services: Pick<AppServices, 'db'>,
  id: string,
): Promise<FactorSetDetailReply> {
  const set = await findFactorSet(trx, identity, id)
  const steps = await stepsOf(trx, identity, [id])
  const personOf = await loadPeople(
    services,
    steps.map(({ made_by: by }) => by),
  )
  const [reply] = await presentedSets(trx, identity, [set])
  return { ...reply!, sheets: set.outline, steps: presentSetSteps(steps, personOf) }
}

const stepsOf = (trx: Knex.Transaction, { tenantId }: Identity, ids: readonly string[]): Promise<SetStepRow[]> =>
  trx('custom_factor_set_steps')
    .where({ tenant_id: tenantId })
    .whereIn('set_id', ids)
    .orderBy('id')
    .select('set_id', 'step', 'made_by', 'made_at', 'reason')

const makersOf = (steps: readonly SetStepRow[]): ReadonlySet<string> =>
  new Set(steps.filter(({ step }) => WORK.has(step)).map((step) => step.made_by))

const inWork = ({ tenantId, status, createdBy }: FactorSet, makers: ReadonlySet<string>): FactorSetInWork => ({
  tenantId,
  status,
  createdBy,
  makers,
})
