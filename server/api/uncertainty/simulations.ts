import type { Knex } from 'knex'
import { SimulationBody, SimulationReply, type SimulationResult, SimulationsReply } from '#shared/api/simulations.ts'
import type { Simulation } from '#shared/uncertainty/simulate.ts'
import { loadInventory } from '#server/emissions/inventory.ts'
import { readableSheetsOf } from '#server/emissions/readableSheetsOf.ts'
import { AppError } from '#server/errors/AppError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { Cycle } from '#server/models/Cycle.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keepSimulation, keptSimulations, sameSimulation } from '#server/uncertainty/keptSimulations.ts'
import { seesAll } from '#server/uncertainty/seesAll.ts'
import {
  type DrawnPart,
  quantitiesOf,
  type SimulationInputs,
  simulationInputs,
  sourcesOfPart,
} from '#server/uncertainty/simulationInputs.ts'
import { type CycleSources, cycleSources } from '#server/uncertainty/sourceGroups.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Uncertainty'
/** A few seconds of one core, and some tens of megabytes. */
const MOST_DRAWN = 50_000_000
const MOST_FACTOR_DRAWS = 10_000_000
const LEAST_DRAWS = 1_000

const list = route({
  method: 'get',
  path: '/cycles/{id}/simulations',
  tag: TAG,
  summary:
    'Monte Carlo simulations of the total of a cycle or of its scopes 1 and 2, newest first; for who may read all that it is made of',
  reply: SimulationsReply,
  async handle({ identity, params, services: { db, collaboration } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
    return inTenant(db, tenantId, async (trx) => {
      const sources = await allSources(trx, identity, cycle)
      if (sources === null) {
        return { data: [], is_hidden: true }
      }
      const hashOf = async (drawn: DrawnPart): Promise<string> => {
        const chosen = await sourcesOfPart(trx, cycle, sources, drawn)
        const isSmall = quantitiesOf(chosen) * LEAST_DRAWS <= MOST_DRAWN
        return isSmall ? (await simulationInputs(trx, cycle, chosen)).hash : ''
      }
      return { data: await keptSimulations(trx, cycle.id, hashOf), is_hidden: false }
    })
  },
})

const run = route({
  method: 'post',
  path: '/cycles/{id}/simulations',
  tag: TAG,
  summary:
    'Draw the total of a cycle, or of its scopes 1 and 2, location-based or market-based, many times (IPCC 2006, approach 2) and keep what came out, with its seed; for who may read all that it is made of. The same seed over the same inputs is the same simulation',
  body: SimulationBody,
  reply: SimulationReply,
  async handle({ identity, params, body, services: { db, collaboration, simulations } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', params['id']!))
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
    const inputs = await inTenant(db, tenantId, async (trx) => {
      const sources = await allSources(trx, identity, cycle)
      if (sources === null) {
        throw hidden()
      }
      const chosen = await sourcesOfPart(trx, cycle, sources, body)
      refuseSize(chosen, body.draws)
      return simulationInputs(trx, cycle, chosen)
    })
    const { seed, draws, part, basis } = body
    const wanted = { seed, draws, part, basis, hash: inputs.hash }
    const known = await inTenant(db, tenantId, (trx) => sameSimulation(trx, cycle.id, wanted))
    if (known !== null) {
      return known
    }
    const drawn = await simulations.run({ ...inputs, seed, draws })
    return inTenant(db, tenantId, async (trx) => {
      const kept = {
        cycle_id: cycle.id,
        seed,
        draws,
        part,
        basis,
        quantities: inputs.quantities,
        inputs_hash: inputs.hash,
      }
      await keepSimulation(trx, identity, { ...kept, result: resultOf(drawn, inputs) })
      return (await sameSimulation(trx, cycle.id, wanted))!
    })
  },
})

export const simulationRoutes = [list, run]

/** Null when the person may not read all of it. */
async function allSources(trx: Knex.Transaction, identity: Identity, cycle: Cycle): Promise<CycleSources | null> {
  const inventory = await loadInventory(trx, cycle.id, await readableSheetsOf(trx, identity, cycle.id))
  if (inventory === null) {
    throw new NotFoundError('cycle')
  }
  const sources = await cycleSources(trx, identity, cycle, inventory, { isExact: true })
  return (await seesAll(trx, cycle, sources.tables)) ? sources : null
}

const hidden = (): AppError =>
  new AppError({
    code: 'forbidden',
    status: 403,
    detail:
      'A simulation is of the whole total, and you may not read all that it is made of. Ask somebody who may, or an administrator for the right to.',
  })

function refuseSize(sources: CycleSources, draws: number): void {
  const quantities = quantitiesOf(sources)
  if (quantities === 0) {
    const message =
      'Nothing in this cycle is assessed, so there is nothing to draw. Say first how sure tables and factors are.'
    throw new ValidationError([{ path: '', code: 'missing', message }])
  }
  const most = Math.floor(Math.min(MOST_DRAWN / quantities, MOST_FACTOR_DRAWS / Math.max(1, sources.factors.size)))
  if (draws > most) {
    const all = `${quantities.toLocaleString('en')} activities and factors would be drawn`
    const message =
      most < LEAST_DRAWS
        ? `${all}, which are too many for a simulation. The interval of approach 1 stands for it.`
        : `${all}: ask for at most ${most.toLocaleString('en')} draws.`
    throw new ValidationError([{ path: 'draws', code: 'too-much-work', message }])
  }
}

function resultOf(drawn: Simulation, { sumKg, notAssessedKg }: SimulationInputs): SimulationResult {
  const { fromKg, toKg, counts } = drawn.histogram
  return {
    co2e_kg: sumKg,
    mean_kg: drawn.meanKg,
    low_kg: drawn.lowKg,
    median_kg: drawn.medianKg,
    high_kg: drawn.highKg,
    histogram: { from_kg: fromKg, to_kg: toKg, counts },
    not_assessed_kg: notAssessedKg,
  }
}
