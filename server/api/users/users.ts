import { GrantBody, PersonReply, UsersQuery, UsersReply } from '#shared/api/users.ts'
import { giveGrant } from '#server/commands/giveGrant.ts'
import { takeGrant } from '#server/commands/takeGrant.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { authorize, authorizeKind } from '#server/policies/authorize.ts'
import { presentPerson } from '#server/presenters/presentPerson.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { grantsOf, people, type PersonRow } from './people.ts'

const TAG = 'People'

const list = route({
  method: 'get',
  path: '/users',
  tag: TAG,
  summary: 'The people of the tenant and their roles; for administrators of the tenant',
  query: UsersQuery,
  reply: UsersReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'manage', 'User')
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const page = await keysetPage<PersonRow>(
        people(trx, identity.tenantId),
        { columns: ['u.name', 'u.id'], keyOf: ({ name, id }) => [name, id], descending: query.sort === '-name' },
        query,
      )
      const grants = await grantsOf(
        trx,
        identity.tenantId,
        page.data.map(({ id }) => id),
      )
      return { ...page, data: page.data.map((person) => presentPerson(person, grants.get(person.id) ?? [])) }
    })
  },
})

const give = route({
  method: 'post',
  path: '/users/{id}/grants',
  tag: TAG,
  summary: 'Give a person a role on the tenant, a project or a module; open sheets follow at once',
  body: GrantBody,
  reply: PersonReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const [userId, scopeId] = [params['id']!, body.scope_id ?? null]
    const person = await inTenant(services.db, tenantId, async (trx) => {
      const found = await people(trx, tenantId).where({ 'u.id': userId }).first()
      authorize(identity, 'manage', 'User', { tenantId, userId })
      if (found === undefined) {
        throw new NotFoundError('person')
      }
      await giveGrant(trx, identity, { userId, role: body.role, scope: body.scope, scopeId, origin: ip })
      return presentPerson(found, (await grantsOf(trx, tenantId, [userId])).get(userId) ?? [])
    })
    await services.collaboration.refreshRights(tenantId)
    return person
  },
})

const take = route({
  method: 'delete',
  path: '/users/{id}/grants/{grant_id}',
  tag: TAG,
  summary: 'Take a role away from a person; what they have open is closed or becomes read-only at once',
  reply: null,
  async handle({ identity, params, services, ip }) {
    const { tenantId } = identity
    const userId = params['id']!
    authorize(identity, 'manage', 'User', { tenantId, userId })
    await inTenant(services.db, tenantId, (trx) =>
      takeGrant(trx, identity, { userId, grantId: params['grant_id']!, origin: ip }),
    )
    await services.collaboration.refreshRights(tenantId)
  },
})

export const userRoutes = [list, give, take]
