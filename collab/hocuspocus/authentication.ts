import type { Extension, onAuthenticatePayload, onTokenSyncPayload } from '@hocuspocus/server'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import { parseDocumentName, parseNoteName, type NoteAddress } from '#collab/protocol/documentName.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { Closed } from './Closed.ts'
import { CollabSession } from './CollabSession.ts'
import { closeConnection, sessionOf } from './connections.ts'
import type { LiveDocumentLog, LiveDocumentPorts, PartLocation } from './ports.ts'

/** Whether there is such a row for a note to be on. */
type HasRow = (tenantId: string, row: NoteAddress) => Promise<boolean>

/** The only place that lets somebody in. Whatever is not for them looks exactly like what does not exist. */
export function authentication(
  ports: LiveDocumentPorts,
  hasRow: HasRow,
  log: LiveDocumentLog,
  onRefused: (request: Request, documentName: string, reason: CloseReason) => void,
): Extension {
  return {
    extensionName: 'authentication',

    async onAuthenticate({ token, documentName, request }: onAuthenticatePayload): Promise<{ session: CollabSession }> {
      try {
        return { session: await openSession(ports, hasRow, token, documentName) }
      } catch (error) {
        const refusal = error instanceof Closed ? error : new Closed('load-failed')
        onRefused(request, documentName, refusal.reason)
        if (refusal !== error) {
          log.error({ err: error, documentName }, 'a live document could not be authorised')
        }
        throw refusal
      }
    },

    /** A provider hands in a fresh token: it must be of the same person, or the document closes. */
    async onTokenSync({ token, connection }: onTokenSyncPayload): Promise<void> {
      const session = sessionOf(connection)
      const identity = await ports.authenticate(token).catch(() => null)
      if (session === null || identity?.userId !== session.userId || identity.tenantId !== session.tenantId) {
        closeConnection(connection, 'unauthenticated')
      }
    },
  }
}

async function openSession(
  ports: LiveDocumentPorts,
  hasRow: HasRow,
  token: string,
  name: string,
): Promise<CollabSession> {
  const identity = await ports.authenticate(token)
  if (identity === null) {
    throw new Closed('unauthenticated')
  }
  const [address, row] = [parseDocumentName(name), parseNoteName(name)]
  const part = address === null ? placeOf(row) : await ports.locate(identity.tenantId, address.documentId)
  const askedAt = performance.now()
  const rights = part === null ? null : await ports.authorize(identity, part)
  if (part === null || rights?.mayRead !== true || (row !== null && !(await hasRow(identity.tenantId, row)))) {
    throw new Closed('not-found')
  }
  if (address !== null && part.generation !== address.generation) {
    throw new Closed('stale-generation')
  }
  return new CollabSession(identity, part.part, { rights, askedAt }, 'socket')
}

/** A note is read by who may open the common part of its sheet. */
const placeOf = (row: NoteAddress | null): PartLocation | null =>
  row === null ? null : { ...row, part: COMMON_PART, generation: 1 }
