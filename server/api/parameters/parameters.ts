import {
  NewParameterBody,
  ParameterBody,
  ParameterReply,
  ParametersQuery,
  ParametersReply,
  ParameterValueBody,
  PublishedParametersQuery,
  PublishedParametersReply,
} from '#shared/api/parameters.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import {
  addParameter,
  removeParameterValue,
  renameParameter,
  retireParameter,
  setParameterValue,
} from '#server/parameters/saveParameter.ts'
import type { Parameter } from '#server/models/Parameter.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { Knex } from 'knex'
import type { AppServices } from '../AppServices.ts'
import { route } from '../routing/Route.ts'
import { listParameters, loadParameter, presentedParameters } from './loadParameters.ts'
import { publishedParameters } from './publishedParameters.ts'

const TAG = 'Parameters'

const list = route({
  method: 'get',
  path: '/parameters',
  tag: TAG,
  summary: 'Densities, heating values, exchange rates and price indices by name, with their values and sources',
  query: ParametersQuery,
  reply: ParametersReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'Parameter')
    return inTenant(services.db, identity.tenantId, (trx) => listParameters(trx, identity, query))
  },
})

const published = route({
  method: 'get',
  path: '/parameters/published',
  tag: TAG,
  summary: 'Heating values as published with the bundled factors, by name; each can be kept as a parameter',
  query: PublishedParametersQuery,
  reply: PublishedParametersReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'Parameter')
    return inTenant(services.db, identity.tenantId, (trx) => publishedParameters(trx, query))
  },
})

const get = route({
  method: 'get',
  path: '/parameters/{id}',
  tag: TAG,
  summary: 'One parameter, with its values and sources',
  reply: ParameterReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) =>
      presented(trx, await loadParameter(trx, identity, 'read', params['id']!)),
    )
  },
})

const add = route({
  method: 'post',
  path: '/parameters',
  tag: TAG,
  summary: 'Keep a parameter; for administrators and data owners of the company',
  body: NewParameterBody,
  reply: ParameterReply,
  async handle({ identity, body, services, ip }) {
    authorizeKind(identity, 'create', 'Parameter')
    return changing(services, identity, async (trx) => ({
      parameter: await addParameter(trx, identity, { body, origin: ip }),
      cycleIds: [],
    }))
  },
})

const rename = route({
  method: 'patch',
  path: '/parameters/{id}',
  tag: TAG,
  summary: 'Call a parameter otherwise; formulas name its key, which stays',
  body: ParameterBody,
  reply: ParameterReply,
  async handle({ identity, params, body: { name }, services, ip }) {
    return changing(services, identity, async (trx) => {
      const parameter = await loadParameter(trx, identity, 'update', params['id']!)
      await renameParameter(trx, identity, { parameter, name, origin: ip })
      return { parameter: await loadParameter(trx, identity, 'read', parameter.id), cycleIds: [] }
    })
  },
})

const setValue = route({
  method: 'post',
  path: '/parameters/{id}/values',
  tag: TAG,
  summary: 'The value of a year from now on; cycles that are locked keep the one that they were locked with',
  body: ParameterValueBody,
  reply: ParameterReply,
  async handle({ identity, params, body, services, ip }) {
    return changing(services, identity, async (trx) => {
      const parameter = await loadParameter(trx, identity, 'update', params['id']!)
      return { parameter, cycleIds: await setParameterValue(trx, identity, { parameter, value: body, origin: ip }) }
    })
  },
})

const removeValue = route({
  method: 'delete',
  path: '/parameters/{id}/values/{year}',
  tag: TAG,
  summary: 'Take the value of a year away; formulas that ask for it say that it is missing',
  freeParams: ['year'],
  reply: ParameterReply,
  async handle({ identity, params, services, ip }) {
    return changing(services, identity, async (trx) => {
      const parameter = await loadParameter(trx, identity, 'update', params['id']!)
      const year = /^\d{4}$/.test(params['year']!) ? Number(params['year']) : 0
      const cycleIds = await removeParameterValue(trx, identity, { parameter, year, origin: ip })
      if (cycleIds === null) {
        throw new NotFoundError('value of that year')
      }
      return { parameter, cycleIds }
    })
  },
})

const remove = route({
  method: 'delete',
  path: '/parameters/{id}',
  tag: TAG,
  summary: 'Delete a parameter that no formula names',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const parameter = await loadParameter(trx, identity, 'delete', params['id']!)
      await retireParameter(trx, identity, { parameter, origin: ip })
    })
  },
})

export const parameterRoutes = [list, published, get, add, rename, setValue, removeValue, remove]

async function presented(trx: Knex.Transaction, parameter: Parameter): Promise<ParameterReply> {
  return (await presentedParameters(trx, parameter.tenantId, [parameter]))[0]!
}

/** After the commit, whoever has a sheet open that computes with it goes on with the new value. */
async function changing(
  { db, collaboration }: AppServices,
  { tenantId }: Identity,
  work: (trx: Knex.Transaction) => Promise<{ parameter: Parameter; cycleIds: readonly string[] }>,
): Promise<ParameterReply> {
  const { reply, cycleIds } = await inTenant(db, tenantId, async (trx) => {
    const { parameter, cycleIds: changed } = await work(trx)
    return { reply: await presented(trx, parameter), cycleIds: changed }
  })
  await Promise.all(cycleIds.map((cycleId) => collaboration.refreshRights(tenantId, { cycleId })))
  return reply
}
