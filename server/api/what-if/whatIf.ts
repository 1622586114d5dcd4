import {
  NewScenarioBody,
  ScenarioBody,
  ScenarioReply,
  ScenariosReply,
  WhatIfBody,
  WhatIfChoices,
  WhatIfReply,
} from '#shared/api/whatIf.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { addScenario, changeScenario, listScenarios, removeScenario } from '#server/whatif/scenarios.ts'
import { whatIfChoices } from '#server/whatif/whatIfChoices.ts'
import { route } from '../routing/Route.ts'

const TAG = 'What if'

const choices = route({
  method: 'get',
  path: '/cycles/{id}/what_if',
  tag: TAG,
  summary:
    'What of a cycle can be thought otherwise: factors that its rows use, and columns that amounts are entered in',
  reply: WhatIfChoices,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, (trx) => whatIfChoices(trx, identity, params['id']!))
  },
})

const ask = route({
  method: 'post',
  path: '/cycles/{id}/what_if',
  tag: TAG,
  summary:
    'How the totals that you may read would be with other factors, amounts or another GWP set; nothing is written',
  body: WhatIfBody,
  reply: WhatIfReply,
  async handle({ identity, params, body, services: { db, collaboration } }) {
    const { tenantId } = identity
    authorizeKind(identity, 'read', 'Cycle')
    await collaboration.waitUntilProjected(tenantId, { cycleId: params['id']! })
    // the formula parser is large, and idle servers do not need it
    const { whatIf } = await import('#server/whatif/whatIf.ts')
    return inTenant(db, tenantId, (trx) => whatIf(trx, identity, params['id']!, body))
  },
})

const list = route({
  method: 'get',
  path: '/cycles/{id}/scenarios',
  tag: TAG,
  summary: 'What-ifs of a cycle that were kept, by name',
  reply: ScenariosReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => ({
      data: await listScenarios(trx, identity, params['id']!),
    }))
  },
})

const add = route({
  method: 'post',
  path: '/cycles/{id}/scenarios',
  tag: TAG,
  summary: 'Keep a what-if under a name, for all who may read what it changes',
  body: NewScenarioBody,
  reply: ScenarioReply,
  async handle({ identity, params, body, services, ip }) {
    const cycleId = params['id']!
    return inTenant(services.db, identity.tenantId, (trx) =>
      addScenario(trx, identity, { ...body, cycleId, origin: ip }),
    )
  },
})

const change = route({
  method: 'patch',
  path: '/scenarios/{id}',
  tag: TAG,
  summary: 'Change a what-if that was kept; one’s own, or as an administrator',
  body: ScenarioBody,
  reply: ScenarioReply,
  async handle({ identity, params, body, services, ip }) {
    const id = params['id']!
    return inTenant(services.db, identity.tenantId, (trx) => changeScenario(trx, identity, { id, body, origin: ip }))
  },
})

const remove = route({
  method: 'delete',
  path: '/scenarios/{id}',
  tag: TAG,
  summary: 'Delete a what-if that was kept; one’s own, or as an administrator',
  reply: null,
  async handle({ identity, params, services, ip }) {
    const id = params['id']!
    await inTenant(services.db, identity.tenantId, (trx) => removeScenario(trx, identity, { id, origin: ip }))
  },
})

export const whatIfRoutes = [choices, ask, list, add, change, remove]
