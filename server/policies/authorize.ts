import { subject as asSubject } from '@casl/ability'
import type { Action, Subject } from '#shared/permissions/roles.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { LockedError } from '../errors/LockedError.ts'
import { PermissionError } from '../errors/PermissionError.ts'
import type { SubjectPlace } from './ability.ts'
import type { Identity } from './Identity.ts'

/** Whether the person may do that to the subject at that place. */
export function may(identity: Identity, action: Action, kind: Subject, place: SubjectPlace): boolean {
  return identity.ability.can(action, asSubject(kind, { ...place }))
}

/**
 * Lets the request go on, or ends it. What a person may not even read does not exist for them (404); what they may read
 * but not touch is a refusal (403), and a locked cycle says so (409).
 */
export function authorize(identity: Identity, action: Action, kind: Subject, place: SubjectPlace): void {
  if (may(identity, action, kind, place)) {
    return
  }
  if (!may(identity, 'read', kind, place)) {
    throw new NotFoundError(kind.toLowerCase())
  }
  if (place.cycleStatus === 'locked' && may(identity, action, kind, { ...place, cycleStatus: 'open' })) {
    throw new LockedError()
  }
  throw new PermissionError(action, kind)
}

/** Ends the request unless the person may do that to some subject of the kind. For routes that stand above places. */
export function authorizeKind(identity: Identity, action: Action, kind: Subject): void {
  if (!identity.ability.can(action, kind)) {
    throw new PermissionError(action, kind)
  }
}
