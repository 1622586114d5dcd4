import type { Connection, Document } from '@hocuspocus/server'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import type { StatelessMessage } from '#collab/protocol/stateless.ts'
import { Closed } from './Closed.ts'
import { CollabSession } from './CollabSession.ts'

/** Hocuspocus sends only the reason. */
const CLOSE_CODE = 4403

/** Null for connections that have none (programs that hold a document open). */
export function sessionOf(connection: Pick<Connection, 'context'>): CollabSession | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Hocuspocus types its context as any; instanceof decides
  const session: unknown = (connection.context as { session?: unknown } | undefined)?.session
  return session instanceof CollabSession ? session : null
}

export function sendTo(connection: Connection, message: StatelessMessage): void {
  connection.sendStateless(JSON.stringify(message))
}

export const isOpen = (connection: Connection): boolean => connection.document.hasConnection(connection)

/**
 * Closes one document on one socket with our reason. Messages of it that wait already are still handled by Hocuspocus, so
 * whatever they would answer is dropped from here on: an acknowledgement after a refusal would be a lie.
 */
export function closeConnection(connection: Connection, reason: CloseReason): void {
  if (isOpen(connection)) {
    connection.close({ code: CLOSE_CODE, reason })
    connection.send = () => {}
  }
}

/** The people on a document. */
export function* peopleOn(document: Document): Generator<{ connection: Connection; session: CollabSession }> {
  for (const connection of document.getConnections()) {
    const session = sessionOf(connection)
    if (session !== null) {
      yield { connection, session }
    }
  }
}

/** Whose document it is that is opened with this context. Throws Closed. */
export function tenantOf(context: unknown): string {
  const { session, tenantId } = (context ?? {}) as { session?: CollabSession; tenantId?: string }
  const tenant = session?.tenantId ?? tenantId
  if (tenant === undefined) {
    throw new Closed('unauthenticated')
  }
  return tenant
}
