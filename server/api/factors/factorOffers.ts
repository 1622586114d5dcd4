import {
  type FactorOffer,
  FactorOffersReply,
  TakeFactorOffersBody,
  TakenFactorOffers,
} from '#shared/api/factorOffers.ts'
import type { Knex } from 'knex'
import { LockedError } from '#server/errors/LockedError.ts'
import type { OfferedChange } from '#server/factors/factorOffers.ts'
import type { Cycle } from '#server/models/Cycle.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { type FactorRow, type Gwps, presentListedFactor } from '#server/presenters/presentFactor.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { route } from '../routing/Route.ts'
import { gwpsOf } from './factorDetail.ts'

const TAG = 'Cycles'

const list = route({
  method: 'get',
  path: '/cycles/{id}/factor_offers',
  tag: TAG,
  summary:
    'Newer factors than those that cells and choices of columns name in an open cycle, and what each would change; nothing is written',
  reply: FactorOffersReply,
  async handle({ identity, params, services }) {
    const { offers, gwps, sum } = await offersOf(services, identity, params['id']!)
    const total = (key: 'before_kg' | 'after_kg'): number | null =>
      offers.reduce<number | null>((all, offer) => sum(all, offer[key]), null)
    return {
      data: offers.map((offer) => presentOffer(offer, gwps)),
      before_kg: total('before_kg'),
      after_kg: total('after_kg'),
    }
  },
})

const take = route({
  method: 'post',
  path: '/cycles/{id}/factor_offers',
  tag: TAG,
  summary:
    'Write newer factors where cells and choices of columns name older ones, as far as you may write them; never in a locked cycle',
  body: TakeFactorOffersBody,
  reply: TakenFactorOffers,
  async handle({ identity, params, body, services, ip }) {
    const { cycle, offers } = await offersOf(services, identity, params['id']!)
    if (cycle.status === 'locked') {
      throw new LockedError()
    }
    const { chosenOffers, takeFactorOffers } = await import('#server/factors/takeFactorOffers.ts')
    const chosen = chosenOffers(offers, body)
    const taken = await takeFactorOffers(services, identity, { cycle, offers: chosen, origin: ip })
    await services.collaboration.waitUntilProjected(identity.tenantId, { cycleId: cycle.id })
    return taken
  },
})

export const factorOfferRoutes = [list, take]

interface Found {
  cycle: Cycle
  offers: OfferedChange[]
  gwps: Gwps
  sum: (total: number | null, more: number | null) => number | null
}

/** None of a locked cycle: its factors are final. */
async function offersOf(services: AppServices, identity: Identity, cycleId: string): Promise<Found> {
  const { db, collaboration } = services
  const { tenantId } = identity
  const load = (trx: Knex.Transaction): Promise<Cycle> => loadCycle(trx, identity, 'read', cycleId)
  const { id } = await inTenant(db, tenantId, load)
  await collaboration.waitUntilProjected(tenantId, { cycleId: id })
  // the formula parser is large, and idle servers do not need it
  const { factorOffers, sum } = await import('#server/factors/factorOffers.ts')
  return inTenant(db, tenantId, async (trx) => {
    const cycle = await load(trx)
    const offers = cycle.status === 'locked' ? [] : await factorOffers(trx, identity, cycle)
    return { cycle, offers, gwps: await gwpsOf(trx, cycle.gwpSet), sum }
  })
}

function presentOffer({ newer, ...change }: OfferedChange, gwps: Gwps): FactorOffer {
  const { from, to, reason } = newer
  return { from: presentSide(from, gwps), to: presentSide(to, gwps), reason, ...change }
}

function presentSide(row: FactorRow, gwps: Gwps): FactorOffer['from'] {
  const { id, name, year, factor_set: set, co2e_kg, unit } = presentListedFactor(row, gwps)
  return { id, name, year, publisher: set.publisher, edition: set.edition, co2e_kg, unit }
}
