/** What the live documents ask of the server around them. */
import type { Field } from '#shared/fields/field.ts'

export interface SessionIdentity {
  userId: string
  tenantId: string
  sessionId: string | null
  name: string
}

export interface SessionRights {
  mayRead: boolean
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

export interface LiveDocumentPorts {
  /** Null: the token is worth nothing. */
  authenticate(token: string): Promise<SessionIdentity | null>
  authorize(identity: SessionIdentity, part: PartAddress): Promise<SessionRights>
  /** Null: that tenant has no such document. */
  locate(tenantId: string, documentId: number): Promise<PartLocation | null>
}

/** Structured logging; never given cell contents or tokens. */
export interface LiveDocumentLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
