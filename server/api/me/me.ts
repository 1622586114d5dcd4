import { MeBody, MeReply, UserReply } from '#shared/api/auth.ts'
import { renamePerson } from '#server/commands/renamePerson.ts'
import { packedRulesOf } from '#server/policies/ability.ts'
import { authorize } from '#server/policies/authorize.ts'
import { presentUser } from '#server/presenters/presentUser.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Sign-in'

const me = route({
  method: 'get',
  path: '/me',
  tag: TAG,
  summary: 'Who is signed in, in which tenant, with which roles and rules',
  reply: MeReply,
  async handle({ identity }) {
    return {
      user: presentUser(identity),
      tenant: { id: identity.tenantId, name: identity.tenantName },
      grants: identity.grants.map(({ role, scope, scopeId }) => ({ role, scope, scope_id: scopeId })),
      rules: packedRulesOf(identity.ability),
    }
  },
})

const rename = route({
  method: 'patch',
  path: '/me',
  tag: TAG,
  summary: 'Be called something else; open sheets and pages show it at once',
  body: MeBody,
  reply: UserReply,
  async handle({ identity, body, services, ip }) {
    const { tenantId, userId } = identity
    authorize(identity, 'update', 'User', { tenantId, userId })
    await inTenant(services.db, tenantId, (trx) => renamePerson(trx, identity, { name: body.name, origin: ip }))
    return presentUser({ ...identity, name: body.name })
  },
})

export const meRoutes = [me, rename]
