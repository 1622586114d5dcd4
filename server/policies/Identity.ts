import type { KeyRights } from '#shared/permissions/keyScopes.ts'
import type { Grant } from '#shared/permissions/roles.ts'
import type { AppAbility } from './ability.ts'

/** A grant with the project that it lies in (null for a grant on the whole tenant), so that it can flow downwards. */
export interface ScopedGrant extends Grant {
  projectId: string | null
}

/** Who is asking: a person in one tenant through one live session, or a key that acts for them, and what they may do; or a device. */
export interface Identity {
  userId: string
  email: string
  name: string
  tenantId: string
  tenantName: string
  /** The sign-in, or the key: what the log names. */
  sessionId: string
  grants: readonly ScopedGrant[]
  ability: AppAbility
  /** Only of a key: what it is narrowed to. `grants` and `ability` are so already. */
  key?: KeyRights
  /** Only of a device, which is no person and has no rights: the one whose readings it may send. */
  device?: { id: string; unit: string }
}
