import type { beforeHandleAwarenessPayload, Connection, Extension } from '@hocuspocus/server'
import { applyAwarenessUpdate } from 'y-protocols/awareness'
import {
  parseCell,
  parseCursor,
  parsePresence,
  parseRange,
  type PresenceCell,
  type PresenceState,
} from '#collab/protocol/awareness.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import type { CollabSession } from './CollabSession.ts'
import { isOpen, sessionOf } from './connections.ts'
import type { Note } from './Note.ts'
import type { OpenDocuments } from './OpenDocuments.ts'
import type { Part } from './Part.ts'
import { encodePresence, type PresenceRelay } from './PresenceRelay.ts'

const MAX_NAME_LENGTH = 100

/**
 * Rewrites every state that a client announces: who it is comes from the session, one Yjs client id per connection, and a
 * cell only if this part can have it: a field of it, in the common part in a row that there is (other parts have no rows,
 * and no value in most). So a state is always small and nobody can appear as somebody else.
 */
export function presence(
  { parts, notes }: { parts: OpenDocuments<Part>; notes: OpenDocuments<Note> },
  relay: PresenceRelay,
): Extension {
  const clients = new WeakMap<Connection, number>()

  return {
    extensionName: 'presence',

    async beforeHandleAwareness(payload: beforeHandleAwarenessPayload): Promise<void> {
      const { states, connection, documentName, document } = payload
      const session = connection === undefined ? null : sessionOf(connection)
      const part = parts.get(documentName)
      const isKnown = part !== undefined || notes.get(documentName) !== undefined
      if (connection === undefined || session === null || !isKnown || !isOpen(connection)) {
        states.clear()
        return
      }
      const isTaken = (client: number): boolean =>
        document.getConnections().some((other) => other !== connection && document.getClients(other).has(client)) ||
        relay.isTaken(document, client, session.userId)
      for (const [client, state] of new Map(states)) {
        if (Object.keys(state).length === 0) {
          states.delete(client) // Hocuspocus decodes into a state of its own, which must not travel
          continue
        }
        const own = clients.get(connection) ?? client
        if (client !== own || isTaken(client)) {
          states.delete(client)
        } else {
          clients.set(connection, own)
          relay.takeOver(document, client)
          const place = part === undefined ? inNote(session, state) : rewritten(part, session, state)
          states.set(client, { ...place })
        }
      }
    },
  }
}

/** The others see the person of this connection by the name that they have now, wherever they have announced to be. */
export function renamePresence(connection: Connection): void {
  const session = sessionOf(connection)
  const { document } = connection
  const { states, meta } = document.awareness
  const renamed = [...document.getClients(connection)].flatMap((client) => {
    const [state, clock] = [parsePresence(states.get(client)), meta.get(client)?.clock]
    return session === null || state === null || clock === undefined
      ? []
      : [{ client, clock: clock + 1, state: { ...state, user: userOf(session) } }]
  })
  if (renamed.length > 0) {
    applyAwarenessUpdate(document.awareness, encodePresence(renamed), { source: 'local' })
  }
}

function rewritten(part: Part, session: CollabSession, state: Record<string, unknown>): PresenceState {
  const known = (cell: PresenceCell | null): PresenceCell | null =>
    cell !== null && session.holds(cell.ordinal) && (!session.isCommon || part.sheet.hasRow(cell.row)) ? cell : null
  const user = userOf(session)
  const range = parseRange(state['range'])
  const [from, to] = [known(range?.from ?? null), known(range?.to ?? null)]
  const cell = known(parseCell(state['cell']))
  return from === null || to === null ? { user, cell } : { user, cell, range: { from, to } }
}

/** A note has no cells, and a place in its text. */
function inNote(session: CollabSession, state: Record<string, unknown>): PresenceState {
  const cursor = parseCursor(state['cursor'])
  return { user: userOf(session), cell: null, ...(cursor === null ? {} : { cursor }) }
}

const userOf = ({ userId: id, name }: CollabSession): PresenceState['user'] => ({
  id,
  name: name.slice(0, MAX_NAME_LENGTH),
  colour: userColour(id),
})
