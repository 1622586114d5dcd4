import {
  EndEstimateQuery,
  EstimateBody,
  EstimateMade,
  EstimateMethodsQuery,
  EstimateMethodsReply,
  EstimatesQuery,
  EstimatesReply,
} from '#shared/api/estimates.ts'
import { RowsCycleQuery } from '#shared/api/rows.ts'
import { cycleEstimates } from '#server/estimates/cycleEstimates.ts'
import { endEstimate, loadEstimate } from '#server/estimates/endEstimate.ts'
import { estimableFields, findEstimatedCell } from '#server/estimates/EstimatedCell.ts'
import { estimateMethods } from '#server/estimates/estimateMethods.ts'
import { knownAmounts } from '#server/estimates/knownAmounts.ts'
import { makeEstimate } from '#server/estimates/makeEstimate.ts'
import { authorize } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Estimates'

const methods = route({
  method: 'get',
  path: '/tables/{id}/estimate_methods',
  tag: TAG,
  summary: 'What each method would give for an empty cell or a missing row, and the cells that it would rest on',
  query: EstimateMethodsQuery,
  reply: EstimateMethodsReply,
  async handle({ identity, params, query, services }) {
    const address = { tableId: params['id']!, cycleId: query.cycle_id }
    const { sheet, access } = await loadSheetAccess(services, identity, address)
    authorize(identity, 'update', 'Row', access.place)
    await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { row_id, month, site = null, source = null, field = null } = query
      const cell = await findEstimatedCell(trx, access, {
        row_id,
        gap: month === undefined ? null : { month, site, source },
        field,
      })
      return {
        fields: estimableFields(access).map(({ key, name, unit }) => ({ key, name, unit })),
        field: cell.field.key,
        methods: estimateMethods(cell, sheet.cycleId, await knownAmounts(trx, access, cell)),
      }
    })
  },
})

const make = route({
  method: 'post',
  path: '/tables/{id}/estimates',
  tag: TAG,
  summary: 'Fill an empty cell, or add a missing row, by an estimate; never over a value',
  query: RowsCycleQuery,
  body: EstimateBody,
  reply: EstimateMade,
  async handle({ identity, params, query, body, services, ip }) {
    const address = { tableId: params['id']!, cycleId: query.cycle_id }
    const { access } = await loadSheetAccess(services, identity, address)
    authorize(identity, body.gap === null ? 'update' : 'create', 'Row', access.place)
    return makeEstimate(services, identity, { access, body, origin: ip })
  },
})

const list = route({
  method: 'get',
  path: '/cycles/{id}/estimates',
  tag: TAG,
  summary: 'The estimates of a cycle that are in force, what they rest on, and which part of the total rests on them',
  query: EstimatesQuery,
  reply: EstimatesReply,
  async handle({ identity, params, query, services: { db, collaboration } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
    const { table_id: tableId } = query
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id, ...(tableId !== undefined && { tableId }) })
    return inTenant(db, tenantId, (trx) => cycleEstimates(trx, identity, { cycle, tableId }))
  },
})

const end = route({
  method: 'delete',
  path: '/estimates/{id}',
  tag: TAG,
  summary: 'Take an estimate back with its value or added row, or keep the value as what it really was',
  query: EndEstimateQuery,
  reply: null,
  async handle({ identity, params, query, services, ip }) {
    const { tenantId } = identity
    const estimate = await inTenant(services.db, tenantId, (trx) => loadEstimate(trx, params['id']!))
    const address = { tableId: estimate.table_id, cycleId: estimate.cycle_id }
    const { access } = await loadSheetAccess(services, identity, address)
    await endEstimate(services, identity, { estimate, access, keeps: query.value === 'keep', origin: ip })
  },
})

export const estimateRoutes = [methods, make, list, end]
