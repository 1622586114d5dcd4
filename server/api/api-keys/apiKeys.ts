import {
  ApiKeyBody,
  type ApiKeyReply,
  ApiKeysQuery,
  ApiKeysReply,
  NewApiKeyReply,
  RotateKeyBody,
} from '#shared/api/apiKeys.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { makeKey } from '#server/keys/makeKey.ts'
import { revokeKey } from '#server/keys/revokeKey.ts'
import { rotateKey } from '#server/keys/rotateKey.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { type ApiKeyRow, presentApiKey } from '#server/presenters/presentApiKey.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { loadApiKey, readableKeys, shownKey } from './loadApiKeys.ts'

const TAG = 'API keys'

const list = route({
  method: 'get',
  path: '/api_keys',
  tag: TAG,
  summary: 'Keys for programs, newest first: one’s own, and for administrators of the tenant all; never their secrets',
  query: ApiKeysQuery,
  reply: ApiKeysReply,
  async handle({ identity, query, services }) {
    const owner = query['filter[owner_id]']
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const page = await keysetPage<ApiKeyRow>(
        readableKeys(trx, identity).modify((keys) => (owner === undefined ? keys : keys.where('k.user_id', owner))),
        { columns: ['k.created_at', 'k.id'], keyOf: ({ at, id }) => [at, id], descending: true },
        query,
      )
      return { ...page, data: page.data.map((row): ApiKeyReply => presentApiKey(row)) }
    })
  },
})

const make = route({
  method: 'post',
  path: '/api_keys',
  tag: TAG,
  summary: 'Make a key that acts for oneself, or for a service account; its secret is told this once',
  body: ApiKeyBody,
  reply: NewApiKeyReply,
  async handle({ identity, body, services, ip }) {
    authorizeKind(identity, 'create', 'ApiKey')
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { id, secret } = await makeKey(trx, identity, { body, origin: ip })
      return { ...(await shownKey(trx, identity, id)), secret }
    })
  },
})

const rotate = route({
  method: 'post',
  path: '/api_keys/{id}/rotate',
  tag: TAG,
  summary: 'Give a key another secret, told this once; the old one opens for some hours as well',
  body: RotateKeyBody,
  reply: NewApiKeyReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const key = await loadApiKey(trx, identity, 'update', params['id']!)
      if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= new Date())) {
        const message = 'This key has ended. Make a new one.'
        throw new ValidationError([{ path: '', code: 'wrong-status', message }])
      }
      const secret = await rotateKey(trx, identity, { key, overlapHours: body.overlap_hours, origin: ip })
      return { ...(await shownKey(trx, identity, key.id)), secret }
    })
  },
})

const revoke = route({
  method: 'delete',
  path: '/api_keys/{id}',
  tag: TAG,
  summary: 'End a key now; it stays in the list',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const key = await loadApiKey(trx, identity, 'delete', params['id']!)
      await revokeKey(trx, identity, { key, origin: ip })
    })
  },
})

export const apiKeyRoutes = [list, make, rotate, revoke]
