import { z } from 'zod'
import { ROLES, SCOPES } from '../permissions/roles.ts'
import { UserReply } from './auth.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contract of `GET users`: the people of the tenant by name. */
export const UsersQuery = z.strictObject({ ...PAGE_QUERY, sort: z.enum(['name', '-name']).default('name') })
export type UsersQuery = z.infer<typeof UsersQuery>

/** A role that a person holds, with the names of where. */
export const HeldGrantReply = z.object({
  id: z.string(),
  role: z.enum(ROLES),
  scope: z.enum(SCOPES),
  /** The tenant, a project or a module. */
  scope_id: z.string(),
  scope_name: z.string(),
  /** The project that a module lies in; null for the tenant and for projects. */
  project_name: z.string().nullable(),
})
export type HeldGrantReply = z.infer<typeof HeldGrantReply>

export const PersonReply = UserReply.extend({
  /** A program: it has no password, and its e-mail address receives nothing. */
  is_service: z.boolean(),
  grants: z.array(HeldGrantReply),
})
export type PersonReply = z.infer<typeof PersonReply>

export const UsersReply = pageOf(PersonReply)
export type UsersReply = z.infer<typeof UsersReply>

/** Contract of `POST users/{id}/grants`. Giving what the person holds already changes nothing. */
export const GrantBody = z.strictObject({
  role: z.enum(ROLES),
  scope: z.enum(SCOPES),
  /** Of the project or module; not needed for the tenant. */
  scope_id: z.guid().optional(),
})
export type GrantBody = z.infer<typeof GrantBody>
