import { z } from 'zod'
import { KEY_SCOPES } from '../permissions/keyScopes.ts'
import { ROLES } from '../permissions/roles.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'
import { HeldGrantReply, GrantBody } from './users.ts'

/** Contracts of `api_keys` and `service_accounts`: how programs come in. */

const NAME = z.string().trim().min(1, 'Enter a name.').max(100)
const PERSON = z.object({ id: z.string(), name: z.string() })

/** The old secret of a rotated key opens for so many hours at most. */
export const LONGEST_OVERLAP_HOURS = 168

/** Contract of `GET api_keys`: newest first; one’s own, and for administrators of the tenant all. */
export const ApiKeysQuery = z.strictObject({
  ...PAGE_QUERY,
  /** Of one person or service account. */
  'filter[owner_id]': z.guid().optional(),
})

export const ApiKeyReply = z.object({
  id: z.string(),
  name: z.string(),
  /** For whom it acts: it may what they may, as far as its scopes go. */
  owner: PERSON.extend({ is_service: z.boolean() }),
  scopes: z.array(z.string()),
  /** Null: wherever its owner may. */
  modules: z.array(PERSON).nullable(),
  /** The last four characters of its secret. */
  hint: z.string(),
  state: z.enum(['live', 'expired', 'revoked']),
  created_by: PERSON,
  created_at: z.string(),
  /** Null: it does not end by itself. */
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  /** To the minute; null: never. */
  last_used_at: z.string().nullable(),
  last_used_from: z.string().nullable(),
  /** Until when the secret before the last rotation opens as well; null: there is none. */
  previous_until: z.string().nullable(),
})
export type ApiKeyReply = z.infer<typeof ApiKeyReply>

export const ApiKeysReply = pageOf(ApiKeyReply)
export type ApiKeysReply = z.infer<typeof ApiKeysReply>

/** Contract of `POST api_keys`. */
export const ApiKeyBody = z.strictObject({
  name: NAME,
  scopes: z
    .array(z.enum(KEY_SCOPES))
    .min(1, 'Choose at least one scope.')
    .max(KEY_SCOPES.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'Name each scope once.'),
  /** Left out or null: wherever its owner may. */
  module_ids: z.array(z.guid()).min(1, 'Choose at least one module, or leave this out.').max(200).nullish(),
  /** Left out or null: it does not end by itself. */
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  /** A service account, for administrators of the tenant; left out: oneself. */
  owner_id: z.guid().optional(),
})
export type ApiKeyBody = z.infer<typeof ApiKeyBody>

/** Contract of `POST api_keys/{id}/rotate`. */
export const RotateKeyBody = z.strictObject({
  /** For how long the old secret opens as well. */
  overlap_hours: z.number().int().min(0).max(LONGEST_OVERLAP_HOURS).default(24),
})
export type RotateKeyBody = z.infer<typeof RotateKeyBody>

/** A key with its secret, which is never told again. */
export const NewApiKeyReply = ApiKeyReply.extend({
  /** For `Authorization: Bearer`. */
  secret: z.string(),
})
export type NewApiKeyReply = z.infer<typeof NewApiKeyReply>

/** Contract of `POST service_accounts`: a member without a password, and its first role. */
export const ServiceAccountBody = GrantBody.extend({ name: NAME, role: z.enum(ROLES) })
export type ServiceAccountBody = z.infer<typeof ServiceAccountBody>

export const ServiceAccountReply = PERSON.extend({ grants: z.array(HeldGrantReply) })
export type ServiceAccountReply = z.infer<typeof ServiceAccountReply>

export const ServiceAccountsQuery = z.strictObject(PAGE_QUERY)

/** By name. */
export const ServiceAccountsReply = pageOf(ServiceAccountReply)
export type ServiceAccountsReply = z.infer<typeof ServiceAccountsReply>
