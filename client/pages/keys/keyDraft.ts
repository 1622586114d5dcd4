import type { ApiKeyBody } from '#shared/api/apiKeys.ts'
import {
  KEY_LEVELS,
  KEY_RESOURCES,
  KEY_SCOPES,
  type KeyLevel,
  type KeyResource,
} from '#shared/permissions/keyScopes.ts'

const DAY_MS = 86_400_000

/** After how many days a key may end; `null`: not by itself. */
export const LIFETIMES = ['30', '90', '365', 'endless'] as const
export type Lifetime = (typeof LIFETIMES)[number]

/** A key as its form has it. */
export interface KeyDraft {
  name: string
  /** Empty: oneself. */
  ownerId: string
  /** Empty: wherever its owner may. */
  moduleId: string
  lifetime: Lifetime
  levels: Readonly<Partial<Record<KeyResource, KeyLevel>>>
}

export const newKeyDraft = (): KeyDraft => ({ name: '', ownerId: '', moduleId: '', lifetime: '90', levels: {} })

/** How far a key can go with this; nobody writes emissions or the audit log. */
export const levelsOf = (resource: KeyResource): KeyLevel[] =>
  KEY_LEVELS.filter((level) => KEY_SCOPES.some((scope) => scope === `${resource}:${level}`))

/** What is sent. */
export function keyBody({ name, ownerId, moduleId, lifetime, levels }: KeyDraft, now = Date.now()): ApiKeyBody {
  const wanted = KEY_RESOURCES.map((resource) => `${resource}:${levels[resource] ?? ''}`)
  return {
    name,
    scopes: KEY_SCOPES.filter((scope) => wanted.includes(scope)),
    module_ids: moduleId === '' ? null : [moduleId],
    expires_at: lifetime === 'endless' ? null : new Date(now + Number(lifetime) * DAY_MS).toISOString(),
    ...(ownerId !== '' && { owner_id: ownerId }),
  }
}
