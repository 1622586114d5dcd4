/** What the live documents ask of the server around them. */
import type { RefusedCell } from '#collab/protocol/stateless.ts'
import type { Field } from '#shared/fields/field.ts'

export interface SessionIdentity {
  userId: string
  tenantId: string
  sessionId: string | null
  name: string
}

export interface SessionRights {
  mayRead: boolean
  /** Permission epoch of the document, read no later than the rights; -1 when it did not exist yet. */
  epoch: number
  /** What they were computed from, as in `liveSessions`; null for programs. */
  standing: string | null
  /** Changes with whatever a description of the sheet tells this person: its parts and their fields. */
  outline: string
  /** What may stand in this part; any other field is unknown there. */
  fields: readonly Field[]
  /** Ordinals of this part; 0 (order) and 1 (deletion mark) stand for adding, moving, deleting and restoring rows. */
  writable: ReadonlySet<number>
  locked: boolean
}

/** A part of a sheet: fields with the same readers (`partOf`). */
export interface PartAddress {
  tableId: string
  cycleId: string
  part: string
}

export interface PartLocation extends PartAddress {
  generation: number
}

/** A write, or cells of one, that was not taken. */
export interface Refusal extends PartAddress {
  who: SessionIdentity
  documentId: number
  cells: readonly RefusedCell[]
}

/** A sign-in that has not ended. */
export interface LiveSession {
  /** What its rights rest on: when that changed, so may the rights. */
  standing: string
  /** What its person is called now; absent: as they were when they came. */
  name?: string
}

export interface LiveDocumentPorts {
  /** Null: the token is worth nothing. */
  authenticate(token: string): Promise<SessionIdentity | null>
  /** Sessions of a tenant that have not ended. */
  liveSessions(tenantId: string, sessionIds: readonly string[]): Promise<ReadonlyMap<string, LiveSession>>
  authorize(identity: SessionIdentity, part: PartAddress): Promise<SessionRights>
  /** Somebody tried what they may not; without values. Resolves when that is written down. */
  recordRefusal(refusal: Refusal): Promise<void>
  /** Null: that tenant has no such document. */
  locate(tenantId: string, documentId: number): Promise<PartLocation | null>
}

/** Structured logging; never given cell contents or tokens. */
export interface LiveDocumentLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
