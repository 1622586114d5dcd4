import type { FieldRule, Policy } from '#collab/gate/decide.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { MAX_TEXT_LENGTH } from '#shared/cells/cellValue.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { GestureNotes } from './GestureNotes.ts'
import type { Author, WriteOrigin } from './Journal.ts'
import type { SessionIdentity, SessionRights } from './ports.ts'

/** Rights of somebody who may read. */
export type HeldRights = Omit<SessionRights, 'mayRead' | 'locked'>

/**
 * One person (or program) on one part, with the rights that the policies computed. This is the only place that rights are
 * read from; replaced ones take effect at once.
 */
export class CollabSession {
  readonly userId: string
  readonly tenantId: string
  /** The sign-in; null for programs. */
  readonly sessionId: string | null
  readonly origin: WriteOrigin
  readonly isCommon: boolean
  /** State vector that the client came with, until it has sent what it made without us; null from then on. */
  receivedAtSync: ReadonlyMap<number, number> | null = null
  readonly gestures = new GestureNotes()
  #name: string
  #rules: ReadonlyMap<number, FieldRule>
  #rights: HeldRights
  /** By `performance.now()`. */
  #confirmedAt: number

  /** `askedAt`: when the rights were asked for, by `performance.now()`. */
  constructor(who: SessionIdentity, part: string, held: { rights: HeldRights; askedAt: number }, origin: WriteOrigin) {
    this.isCommon = part === COMMON_PART
    this.userId = who.userId
    this.tenantId = who.tenantId
    this.sessionId = who.sessionId
    this.#name = who.name
    this.origin = origin
    this.#rights = held.rights
    this.#confirmedAt = held.askedAt
    this.#rules = rulesOf(held.rights.fields, this.isCommon)
  }

  /** What its person is called now. */
  get name(): string {
    return this.#name
  }

  get writable(): ReadonlySet<number> {
    return this.#rights.writable
  }

  /** The permission epoch under which the rights hold: a write is only good while the document still has it. */
  get epoch(): number {
    return this.#rights.epoch
  }

  get standing(): string | null {
    return this.#rights.standing
  }

  get outline(): string {
    return this.#rights.outline
  }

  get identity(): SessionIdentity {
    const { userId, tenantId, sessionId, name } = this
    return { userId, tenantId, sessionId, name }
  }

  get author(): Author {
    return { userId: this.userId, sessionId: this.sessionId, origin: this.origin }
  }

  rename(name: string): void {
    this.#name = name
  }

  /** Answers may overtake each other: an older one changes nothing. */
  setRights(rights: HeldRights, askedAt: number): void {
    const isOlder = rights.epoch < this.epoch || (rights.epoch === this.epoch && askedAt < this.#confirmedAt)
    if (!isOlder) {
      this.#rights = rights
      this.#confirmedAt = Math.max(askedAt, this.#confirmedAt)
      this.#rules = rulesOf(rights.fields, this.isCommon)
    }
  }

  /** At that time, by `performance.now()`, what the rights rest on was still the same. */
  confirm(askedAt: number): void {
    this.#confirmedAt = Math.max(askedAt, this.#confirmedAt)
  }

  /** Whether the rights were known to stand at some time after that one, under the epoch that the document has. */
  isConfirmed(epoch: number, after: number): boolean {
    return this.epoch >= epoch && this.#confirmedAt >= after
  }

  rule(ordinal: number): FieldRule {
    return this.#rules.get(ordinal) ?? UNKNOWN
  }

  /** Whether the part has cells of that field; a formula has none, and not everybody here may read each. */
  holds(ordinal: number): boolean {
    return this.#rules.get(ordinal)?.reason === null
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
    const { isFree, isList } = CELL_TYPES[type]
    rules.set(ordinal, { reason, list: isList, maxText: isFree ? MAX_TEXT_LENGTH : MAX_MISFIT_LENGTH })
  }
  return rules
}
