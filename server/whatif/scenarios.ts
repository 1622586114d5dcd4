import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import type { ScenarioBody, ScenarioReply, WhatIfBody } from '#shared/api/whatIf.ts'
import type { Action } from '#shared/permissions/roles.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Scenario } from '../models/Scenario.ts'
import { authorize, may } from '../policies/authorize.ts'
import type { Identity } from '../policies/Identity.ts'
import { presentScenario } from '../presenters/presentScenario.ts'
import { type WhatIfSheet, whatIfSheets } from './whatIfSheets.ts'

const MOST_SCENARIOS = 200

interface Place {
  cycleId: string
  origin: string
}

/** The scenarios of a cycle by name, without those that change something which the person may not read. */
export async function listScenarios(
  trx: Knex.Transaction,
  identity: Identity,
  cycleId: string,
): Promise<ScenarioReply[]> {
  const { cycle, sheets } = await whatIfSheets(trx, identity, cycleId)
  const found = await Scenario.query(trx)
    .where({ tenant_id: identity.tenantId, cycle_id: cycleId })
    .orderByRaw('lower(name), id')
  const readable = found.filter(({ changes }) => isReadable(changes, sheets))
  return presented(trx, identity, readable, cycle.projectId)
}

/** Keeps changes under a name. Throws ValidationError when it is taken, or there are too many. */
export async function addScenario(
  trx: Knex.Transaction,
  identity: Identity,
  { cycleId, origin, name, changes }: Place & { name: string; changes: WhatIfBody },
): Promise<ScenarioReply> {
  const { cycle } = await whatIfSheets(trx, identity, cycleId)
  const { tenantId, userId } = identity
  await expectFree(trx, tenantId, { cycleId, name })
  const [{ count } = { count: 0 }]: { count: number }[] = await trx('scenarios')
    .where({ tenant_id: tenantId, cycle_id: cycleId })
    .select(trx.raw('count(*)::int AS count'))
  if (count >= MOST_SCENARIOS) {
    const message = `A cycle keeps at most ${MOST_SCENARIOS} scenarios. Delete some first.`
    throw new ValidationError([{ path: 'name', code: 'too-many', message }])
  }
  const made = await Scenario.query(trx).insert({ tenantId, cycleId, name, changes, madeBy: userId }).returning('*')
  await record(trx, identity, { scenario: made, origin, action: 'scenario.create', after: { name, ...changes } })
  return (await presented(trx, identity, [made], cycle.projectId))[0]!
}

/** Throws NotFoundError, PermissionError and ValidationError. */
export async function changeScenario(
  trx: Knex.Transaction,
  identity: Identity,
  { id, body, origin }: { id: string; body: ScenarioBody; origin: string },
): Promise<ScenarioReply> {
  const { scenario, projectId } = await loadScenario(trx, identity, 'update', id)
  const { name = scenario.name, changes = scenario.changes } = body
  if (name === scenario.name && isDeepStrictEqual(changes, scenario.changes)) {
    return (await presented(trx, identity, [scenario], projectId))[0]!
  }
  await expectFree(trx, identity.tenantId, { cycleId: scenario.cycleId, name, exceptId: id })
  const [now] = await Scenario.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .patch({ name, changes, updatedAt: trx.raw('now()') })
    .returning('*')
  const [before, after] = [
    { name: scenario.name, ...scenario.changes },
    { name, ...changes },
  ]
  await record(trx, identity, { scenario, origin, action: 'scenario.change', before, after })
  return (await presented(trx, identity, [now!], projectId))[0]!
}

/** Throws NotFoundError and PermissionError. */
export async function removeScenario(
  trx: Knex.Transaction,
  identity: Identity,
  { id, origin }: { id: string; origin: string },
): Promise<void> {
  const { scenario } = await loadScenario(trx, identity, 'delete', id)
  await Scenario.query(trx).where({ tenant_id: identity.tenantId, id }).delete()
  const before = { name: scenario.name, ...scenario.changes }
  await record(trx, identity, { scenario, origin, action: 'scenario.delete', before })
}

async function loadScenario(
  trx: Knex.Transaction,
  identity: Identity,
  action: Action,
  id: string,
): Promise<{ scenario: Scenario; projectId: string }> {
  const { tenantId } = identity
  const scenario = await Scenario.query(trx).where({ tenant_id: tenantId, id }).forUpdate().first()
  if (scenario === undefined) {
    throw new NotFoundError('scenario')
  }
  const { cycle, sheets } = await whatIfSheets(trx, identity, scenario.cycleId)
  if (!isReadable(scenario.changes, sheets)) {
    throw new NotFoundError('scenario')
  }
  authorize(identity, action, 'Scenario', { tenantId, projectId: cycle.projectId, userId: scenario.madeBy })
  return { scenario, projectId: cycle.projectId }
}

const isReadable = ({ activities }: WhatIfBody, sheets: readonly WhatIfSheet[]): boolean =>
  activities.every(({ table_id: tableId, field }) =>
    sheets.some(({ id, readable }) => id === tableId && readable.some(({ key }) => key === field)),
  )

async function expectFree(
  trx: Knex.Transaction,
  tenantId: string,
  { cycleId, name, exceptId }: { cycleId: string; name: string; exceptId?: string },
): Promise<void> {
  const taken = await trx('scenarios')
    .where({ tenant_id: tenantId, cycle_id: cycleId })
    .whereRaw('lower(name) = lower(?)', [name])
    .modify((query) => void (exceptId === undefined || query.whereNot({ id: exceptId })))
    .first('id')
  if (taken !== undefined) {
    const message = `The cycle has a scenario “${name}” already. Choose another name.`
    throw new ValidationError([{ path: 'name', code: 'taken', message }])
  }
}

async function presented(
  trx: Knex.Transaction,
  identity: Identity,
  scenarios: readonly Scenario[],
  projectId: string,
): Promise<ScenarioReply[]> {
  const people: { id: string; name: string }[] = await trx('users')
    .whereIn(
      'id',
      scenarios.map(({ madeBy }) => madeBy),
    )
    .select('id', 'name')
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return scenarios.map((scenario) => {
    const place = { tenantId: identity.tenantId, projectId, userId: scenario.madeBy }
    const canChange = may(identity, 'update', 'Scenario', place)
    return presentScenario(scenario, { makerName: names.get(scenario.madeBy) ?? 'Unknown', canChange })
  })
}

function record(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  entry: { scenario: Scenario; origin: string; action: string; before?: object; after?: object },
): Promise<void> {
  const { scenario, origin, action, before, after } = entry
  return recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    subjectKind: 'scenario',
    subjectId: scenario.id,
    action,
    origin,
    before: before === undefined ? null : { ...before },
    after: after === undefined ? null : { ...after },
  })
}
