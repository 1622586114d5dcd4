/** What a key for programs may be made for. It never does more than its person: scopes only take away. */

/** Kinds of things that a key is made for. */
export const KEY_RESOURCES = [
  'structure',
  'cycles',
  'rows',
  'emissions',
  'factors',
  'instruments',
  'parameters',
  'scenarios',
  'runs',
  'readings',
  'people',
  'audit_log',
] as const
export type KeyResource = (typeof KEY_RESOURCES)[number]

/** `write` includes reading: who changes a thing is told what it is now. */
export const KEY_LEVELS = ['read', 'write'] as const
export type KeyLevel = (typeof KEY_LEVELS)[number]

/** What nobody writes by a request. */
type OnlyRead = 'emissions' | 'audit_log'
export type KeyScope = `${KeyResource}:read` | `${Exclude<KeyResource, OnlyRead>}:write`

export const KEY_SCOPES = [
  'structure:read',
  'structure:write',
  'cycles:read',
  'cycles:write',
  'rows:read',
  'rows:write',
  'emissions:read',
  'factors:read',
  'factors:write',
  'instruments:read',
  'instruments:write',
  'parameters:read',
  'parameters:write',
  'scenarios:read',
  'scenarios:write',
  'runs:read',
  'runs:write',
  'readings:read',
  'readings:write',
  'people:read',
  'people:write',
  'audit_log:read',
] as const satisfies readonly KeyScope[]

/** What a key may be narrowed to beside its person's rights. */
export interface KeyRights {
  scopes: readonly KeyScope[]
  /** Null: wherever its person may. */
  modules: readonly { id: string; projectId: string }[] | null
}

/** Whether these scopes reach that far; writing includes reading. */
export function reaches(scopes: readonly KeyScope[], resource: KeyResource, level: KeyLevel): boolean {
  const held: readonly string[] = scopes
  return held.includes(`${resource}:write`) || (level === 'read' && held.includes(`${resource}:read`))
}

/** Whether that is a scope of today: a key may be older than the program, or younger. */
export const isKeyScope = (text: string): text is KeyScope => KEY_SCOPES.some((scope) => scope === text)
