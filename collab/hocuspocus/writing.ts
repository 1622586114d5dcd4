import type { beforeSyncPayload, Connection, Extension } from '@hocuspocus/server'
import { HardRefusal } from '#collab/gate/HardRefusal.ts'
import * as Y from 'yjs'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import type { RefusedCell } from '#collab/protocol/stateless.ts'
import { Closed } from './Closed.ts'
import { closeConnection, isOpen, sendTo, sessionOf } from './connections.ts'
import type { LiveMetrics } from './LiveMetrics.ts'
import type { LiveNotes } from './LiveNotes.ts'
import type { CollabSession } from './CollabSession.ts'
import type { OpenDocuments } from './OpenDocuments.ts'
import type { Part } from './Part.ts'
import type { LiveDocumentLog, LiveDocumentPorts } from './ports.ts'
import { RefusalLimit } from './RefusalLimit.ts'
import type { Writes } from './Writes.ts'

const SYNC_STEP_1 = 0
const SYNC_STEP_2 = 1
const MAX_LISTED_CELLS = 1000

/**
 * The write path on the socket. When this returns, the update is durable and in the document; Hocuspocus then applies what
 * is left of the payload (nothing) and acknowledges. It never throws: Hocuspocus would print and keep the connection's
 * queue. A refusal closes the document on this socket with its reason, and nothing is acknowledged.
 */
export function writing(
  { parts, notes }: { parts: OpenDocuments<Part>; notes: LiveNotes },
  writes: Writes,
  ports: Pick<LiveDocumentPorts, 'recordRefusal'>,
  { log, metrics }: { log: LiveDocumentLog; metrics: LiveMetrics },
): Extension {
  const limit = new RefusalLimit()

  /** Whoever is refused hears of it in any case; the audit log not, when the database has just gone. */
  async function record(part: Part, session: CollabSession, cells: readonly RefusedCell[]): Promise<void> {
    const { tableId, cycleId, part: name } = part
    const { documentId } = part.key
    try {
      await ports.recordRefusal({ who: session.identity, documentId, tableId, cycleId, part: name, cells })
    } catch (error) {
      log.error({ err: error, documentId, userId: session.userId }, 'a refused write is not in the audit log')
    }
  }

  async function take(
    { document, documentName, connection, type }: beforeSyncPayload,
    update: Uint8Array,
  ): Promise<void> {
    const session = sessionOf(connection)
    const note = notes.open.get(documentName)
    if (session !== null && note !== undefined && note.doc === document) {
      await notes.submit(note, session, update)
      return
    }
    const part = parts.get(documentName)
    if (session === null || part === undefined || part.doc !== document) {
      throw new Closed('load-failed') // opened while the document was leaving memory: the next try loads it
    }
    const { refused } = await writes.submit(part, session, update, session.receivedAtSync)
    if (type === SYNC_STEP_2) {
      session.receivedAtSync = null // from here on the author sees everything as it comes
    }
    if (refused.length > 0) {
      refused.forEach(({ reason }) => metrics.refused(reason, 1))
      await record(part, session, refused)
      tell(connection, refused)
      if (limit.isExceeded(session)) {
        throw new Closed('too-many-refusals')
      }
    }
  }

  return {
    extensionName: 'writing',

    async beforeSync(payload: beforeSyncPayload): Promise<void> {
      if (payload.type === SYNC_STEP_1) {
        noteReceived(payload)
        return
      }
      const update = payload.payload.slice()
      payload.payload.fill(0) // a view into the message: Hocuspocus finds an empty update
      if (!isOpen(payload.connection)) {
        return // waited behind a message that was refused
      }
      try {
        await take(payload, update)
      } catch (error) {
        const reason = reasonOf(error)
        if (reason === null || reason === 'journal-unavailable') {
          log.error({ err: error, documentName: payload.documentName }, 'a live write failed')
        }
        metrics.refused(reason ?? 'journal-unavailable', 1)
        closeConnection(payload.connection, reason ?? 'journal-unavailable')
      }
    },
  }
}

/** A client says what it has when it comes (back): its edits until then were made without anything else. */
function noteReceived({ connection, payload }: beforeSyncPayload): void {
  const session = sessionOf(connection)
  try {
    if (session !== null) {
      session.receivedAtSync = Y.decodeStateVector(payload)
    }
  } catch {
    // Hocuspocus refuses it in a moment
  }
}

function tell(connection: Connection, refused: readonly RefusedCell[]): void {
  sendTo(connection, { type: 'refused', cells: refused.slice(0, MAX_LISTED_CELLS), count: refused.length })
}

/** Null: a fault of ours. */
export function reasonOf(error: unknown): CloseReason | null {
  return error instanceof HardRefusal || error instanceof Closed ? error.reason : null
}
