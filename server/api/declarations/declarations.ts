import { DeclarationsBody, DeclarationsReply } from '#shared/api/declarations.ts'
import { cycleDeclarations } from '#server/declarations/cycleDeclarations.ts'
import { saveDeclarations } from '#server/declarations/saveDeclarations.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { loadCycle, loadCycleToChange } from '../cycles/loadCycle.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Boundary'

const get = route({
  method: 'get',
  path: '/cycles/{id}/declarations',
  tag: TAG,
  summary:
    'What each category of scope 3 comes to or is declared to be, and what else is left out, does not exist or is zero',
  reply: DeclarationsReply,
  async handle({ identity, params, services }) {
    const { id } = await inTenant(services.db, identity.tenantId, (trx) =>
      loadCycle(trx, identity, 'read', params['id']!),
    )
    return told(services, identity, id)
  },
})

const change = route({
  method: 'patch',
  path: '/cycles/{id}/declarations',
  tag: TAG,
  summary: 'Declare sources excluded, not applicable or zero, with the reason, in a cycle that is not locked',
  body: DeclarationsBody,
  reply: DeclarationsReply,
  async handle({ identity, params, body, services, ip }) {
    const { id } = await inTenant(services.db, identity.tenantId, async (trx) => {
      const cycle = await loadCycleToChange(trx, identity, params['id']!)
      await saveDeclarations(trx, identity, { cycle, body, origin: ip })
      return cycle
    })
    return told(services, identity, id)
  },
})

export const declarationRoutes = [get, change]

async function told({ db, collaboration }: AppServices, identity: Identity, cycleId: string) {
  const { tenantId } = identity
  await collaboration.waitUntilProjected(tenantId, { cycleId })
  return inTenant(db, tenantId, (trx) => cycleDeclarations(trx, identity, cycleId))
}
