import type { Grant } from '#shared/permissions/roles.ts'
import type { AppAbility } from './ability.ts'

/** A grant with the project that it lies in (null for a grant on the whole tenant), so that it can flow downwards. */
export interface ScopedGrant extends Grant {
  projectId: string | null
}

/** Who is asking: a person in one tenant through one live session, and what they may do. */
export interface Identity {
  userId: string
  email: string
  name: string
  tenantId: string
  tenantName: string
  sessionId: string
  grants: readonly ScopedGrant[]
  ability: AppAbility
}
