import type { Knex } from 'knex'
import {
  ServiceAccountBody,
  ServiceAccountReply,
  ServiceAccountsQuery,
  ServiceAccountsReply,
} from '#shared/api/apiKeys.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { addServiceAccount, removeServiceAccount, serviceAccounts } from '#server/keys/serviceAccounts.ts'
import { authorize, authorizeKind } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { grantsOf, type PersonRow } from '../users/people.ts'

const TAG = 'API keys'

const list = route({
  method: 'get',
  path: '/service_accounts',
  tag: TAG,
  summary: 'Members that are programs, by name, with their roles; for administrators of the tenant',
  query: ServiceAccountsQuery,
  reply: ServiceAccountsReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'manage', 'User')
    const { tenantId } = identity
    return inTenant(services.db, tenantId, async (trx) => {
      const order = { columns: ['u.name', 'u.id'], keyOf: ({ name, id }: PersonRow) => [name, id] }
      const page = await keysetPage<PersonRow>(serviceAccounts(trx, tenantId), order, query)
      return { ...page, data: await withGrants(trx, tenantId, page.data) }
    })
  },
})

const add = route({
  method: 'post',
  path: '/service_accounts',
  tag: TAG,
  summary: 'Add a member that is a program: it has a role and no password, and comes in by keys only',
  body: ServiceAccountBody,
  reply: ServiceAccountReply,
  async handle({ identity, body, services, ip }) {
    const { tenantId } = identity
    authorizeKind(identity, 'manage', 'User')
    return inTenant(services.db, tenantId, async (trx) => {
      const [account] = await withGrants(trx, tenantId, [await addServiceAccount(trx, identity, { body, origin: ip })])
      return account!
    })
  },
})

const remove = route({
  method: 'delete',
  path: '/service_accounts/{id}',
  tag: TAG,
  summary: 'Take a service account away with all of its keys; what it did stays under its name',
  reply: null,
  async handle({ identity, params, services, ip }) {
    const { tenantId } = identity
    const id = params['id']!
    await inTenant(services.db, tenantId, async (trx) => {
      const account: PersonRow | undefined = await serviceAccounts(trx, tenantId).where({ 'u.id': id }).first()
      authorize(identity, 'manage', 'User', { tenantId, userId: id })
      if (account === undefined) {
        throw new NotFoundError('account')
      }
      await removeServiceAccount(trx, identity, { account, origin: ip })
    })
  },
})

export const serviceAccountRoutes = [list, add, remove]

async function withGrants(
  trx: Knex.Transaction,
  tenantId: string,
  accounts: readonly PersonRow[],
): Promise<ServiceAccountReply[]> {
  const ids = accounts.map(({ id }) => id)
  const grants = await grantsOf(trx, tenantId, ids)
  return accounts.map(({ id, name }) => ({ id, name, grants: grants.get(id) ?? [] }))
}
