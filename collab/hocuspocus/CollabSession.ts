import type { FieldRule, Policy } from '#collab/gate/decide.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { MAX_TEXT_LENGTH } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { GestureNotes } from './GestureNotes.ts'
import type { Author, WriteOrigin } from './Journal.ts'

/** One person (or program) on one part, with the rights that the policies computed. Replaced rights take effect at once. */
export class CollabSession {
  readonly userId: string
  readonly tenantId: string
  /** The sign-in; null for programs. */
  readonly sessionId: string | null
  readonly name: string
  readonly origin: WriteOrigin
  readonly isCommon: boolean
  /** State vector that the client came with, until it has sent what it made without us; null from then on. */
  receivedAtSync: ReadonlyMap<number, number> | null = null
  readonly gestures = new GestureNotes()
  #rules: ReadonlyMap<number, FieldRule>
  #writable: ReadonlySet<number>

  constructor(
    who: { userId: string; tenantId: string; sessionId: string | null; name: string },
    part: string,
    rights: { fields: readonly Field[]; writable: ReadonlySet<number> },
    origin: WriteOrigin,
  ) {
    this.isCommon = part === COMMON_PART
    this.userId = who.userId
    this.tenantId = who.tenantId
    this.sessionId = who.sessionId
    this.name = who.name
    this.origin = origin
    this.#rules = rulesOf(rights.fields, this.isCommon)
    this.#writable = rights.writable
  }

  get writable(): ReadonlySet<number> {
    return this.#writable
  }

  get author(): Author {
    return { userId: this.userId, sessionId: this.sessionId, origin: this.origin }
  }

  setRights(rights: { fields: readonly Field[]; writable: ReadonlySet<number> }): void {
    this.#rules = rulesOf(rights.fields, this.isCommon)
    this.#writable = rights.writable
  }

  rule(ordinal: number): FieldRule {
    return this.#rules.get(ordinal) ?? UNKNOWN
  }

  knows(ordinal: number): boolean {
    return this.#rules.has(ordinal)
  }
}

/** Rights are per field; rows are not told apart yet. */
export const sessionPolicy: Policy<CollabSession> = {
  field: (session, ordinal) => session.rule(ordinal),
  canWrite: (session, _row, ordinal) => session.writable.has(ordinal),
  hasRows: (session) => session.isCommon,
}

const UNKNOWN: FieldRule = { reason: 'unknown-field', list: false, maxText: 0 }
const STRUCTURE: FieldRule = { reason: null, list: false, maxText: MAX_TEXT_LENGTH }
/** In a field that is no text a misfit is kept and shown as an error, but it is no place for essays. */
const MAX_MISFIT_LENGTH = 1000

/** Rows are added, moved and deleted in the common part only; to every other part, order and deletion mark are unknown. */
function rulesOf(fields: readonly Field[], isCommon: boolean): Map<number, FieldRule> {
  const rules = new Map(isCommon ? [ORDER, DELETED].map((ordinal) => [ordinal, STRUCTURE] as const) : [])
  for (const { ordinal, type } of fields) {
    const reason = type === 'formula' ? 'formula-field' : null
    rules.set(ordinal, { reason, list: false, maxText: type === 'text' ? MAX_TEXT_LENGTH : MAX_MISFIT_LENGTH })
  }
  return rules
}
