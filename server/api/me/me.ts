import { MeReply } from '#shared/api/auth.ts'
import { packedRulesOf } from '#server/policies/ability.ts'
import { presentUser } from '#server/presenters/presentUser.ts'
import { route } from '../routing/Route.ts'

const me = route({
  method: 'get',
  path: '/me',
  tag: 'Sign-in',
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

export const meRoutes = [me]
