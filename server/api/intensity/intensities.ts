import type { Knex } from 'knex'
import {
  DenominatorReply,
  DenominatorValueBody,
  IntensitiesQuery,
  IntensitiesReply,
  NewDenominatorBody,
} from '#shared/api/intensities.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { projectIntensities } from '#server/intensity/projectIntensities.ts'
import { addDenominator, retireDenominator, saveDenominatorValue } from '#server/intensity/saveDenominator.ts'
import { Denominator } from '#server/models/Denominator.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadManagedProject, loadProject } from '../projects/loadProject.ts'
import { untilProjectIsProjected } from '../projects/untilProjectIsProjected.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Targets and intensity'

const intensities = route({
  method: 'get',
  path: '/projects/{id}/intensities',
  tag: TAG,
  summary: 'Emissions of every cycle over revenue, people, area or products; n/a where one of both is missing',
  query: IntensitiesQuery,
  reply: IntensitiesReply,
  async handle({ identity, params, query, services }) {
    const { id } = await loadProject(services, identity, params['id']!)
    await untilProjectIsProjected(services, identity, id)
    return inTenant(services.db, identity.tenantId, (trx) => projectIntensities(trx, identity, id, query))
  },
})

const add = route({
  method: 'post',
  path: '/projects/{id}/denominators',
  tag: TAG,
  summary: 'Add what emissions are divided by; for who manages the cycles of the project',
  body: NewDenominatorBody,
  reply: DenominatorReply,
  async handle({ identity, params, body, services, ip }) {
    const { id: projectId } = await loadManagedProject(services, identity, params['id']!)
    const { id, name, kind, unit } = await inTenant(services.db, identity.tenantId, (trx) =>
      addDenominator(trx, identity, { projectId, body, origin: ip }),
    )
    return { id, name, kind, unit }
  },
})

const remove = route({
  method: 'delete',
  path: '/denominators/{id}',
  tag: TAG,
  summary: 'Delete a denominator by which no target is measured',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const denominator = await loadDenominator(trx, identity, params['id']!)
      await retireDenominator(trx, identity, { denominator, origin: ip })
    })
  },
})

const enter = route({
  method: 'post',
  path: '/denominators/{id}/values',
  tag: TAG,
  summary: 'What a denominator was in a cycle, with source and evidence; null takes it away',
  body: DenominatorValueBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const denominator = await loadDenominator(trx, identity, params['id']!)
      await saveDenominatorValue(trx, identity, { denominator, body, origin: ip })
    })
  },
})

export const intensityRoutes = [intensities, add, remove, enter]

/** To be changed; nobody else changes it meanwhile. */
async function loadDenominator(trx: Knex.Transaction, identity: Identity, id: string): Promise<Denominator> {
  const found = await Denominator.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .whereNull('deleted_at')
    .forUpdate()
    .first()
  if (found === undefined) {
    throw new NotFoundError('denominator')
  }
  authorize(identity, 'manage', 'Cycle', { tenantId: identity.tenantId, projectId: found.projectId })
  return found
}
