import { DeclarationsBody, DeclarationsReply, DeclaredGapsBody } from '#shared/api/declarations.ts'
import { cycleDeclarations } from '#server/declarations/cycleDeclarations.ts'
import { saveDeclarations } from '#server/declarations/saveDeclarations.ts'
import { saveDeclaredGaps } from '#server/declarations/saveDeclaredGaps.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { loadCycle, loadCycleToChange, loadCycleToDeclare } from '../cycles/loadCycle.ts'
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

const changeGaps = route({
  method: 'patch',
  path: '/cycles/{id}/declared_gaps',
  tag: TAG,
  summary:
    'Declare missing months of sources zero, not applicable or left out, with the reason, where you may add rows and the cycle is not locked',
  body: DeclaredGapsBody,
  reply: null,
  async handle({ identity, params, body, services: { db, collaboration }, ip }) {
    const [{ tenantId }, cycleId] = [identity, params['id']!]
    await inTenant(db, tenantId, (trx) => loadCycle(trx, identity, 'read', cycleId))
    await collaboration.waitUntilProjected(tenantId, { cycleId })
    await inTenant(db, tenantId, async (trx) => {
      const cycle = await loadCycleToDeclare(trx, identity, cycleId)
      await saveDeclaredGaps(trx, identity, { cycle, body, origin: ip })
    })
  },
})

export const declarationRoutes = [get, change, changeGaps]

async function told({ db, collaboration }: AppServices, identity: Identity, cycleId: string) {
  const { tenantId } = identity
  await collaboration.waitUntilProjected(tenantId, { cycleId })
  return inTenant(db, tenantId, (trx) => cycleDeclarations(trx, identity, cycleId))
}
