import { z } from 'zod'
import { ROLES, SCOPES } from '../permissions/roles.ts'
import type { PackedRule } from '../permissions/packedRules.ts'

/** Contracts of sign-in, refresh, sign-out and `GET me`. */

/** Custom header that the cookie routes ask for: a foreign page cannot send it without a preflight that we refuse. */
export const SAME_SITE_HEADER = 'x-carbonsheet'

export const LoginBody = z.strictObject({
  email: z.string().trim().min(1, 'Enter your e-mail address.').max(320),
  password: z.string().min(1, 'Enter your password.').max(1000),
})
export type LoginBody = z.infer<typeof LoginBody>

export const UserReply = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  /** Index of the person's colour, 0 to 7. */
  colour: z.number().int(),
})
export type UserReply = z.infer<typeof UserReply>

/** Contract of `PATCH me`. */
export const MeBody = z.strictObject({ name: z.string().trim().min(1, 'Enter a name.').max(100) })
export type MeBody = z.infer<typeof MeBody>

export const TokenReply = z.object({
  /** JWT for `Authorization: Bearer`, the live sheets and the events socket. */
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Seconds until the access token ends. */
  expires_in: z.number().int(),
  user: UserReply,
})
export type TokenReply = z.infer<typeof TokenReply>

export const GrantReply = z.object({ role: z.enum(ROLES), scope: z.enum(SCOPES), scope_id: z.string() })
export type GrantReply = z.infer<typeof GrantReply>

export const MeReply = z.object({
  user: UserReply,
  tenant: z.object({ id: z.string(), name: z.string() }),
  grants: z.array(GrantReply),
  /** CASL rules, packed; `unpackRules` of @casl/ability/extra turns them back. */
  rules: z.array(z.custom<PackedRule>((value) => Array.isArray(value))),
})
export type MeReply = z.infer<typeof MeReply>
