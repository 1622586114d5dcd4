import type { connectedPayload, Connection, Extension } from '@hocuspocus/server'
import type { CollabSession } from './CollabSession.ts'
import { isOpen, sessionOf } from './connections.ts'
import type { OpenDocuments } from './OpenDocuments.ts'
import type { Part } from './Part.ts'

/** Who has a sheet open on this server, each once, however many tabs they have. */
export interface Attended {
  tenantId: string
  tableId: string
  cycleId: string
  people: { id: string; name: string }[]
}

/**
 * Tells who is in a sheet whenever somebody comes or goes: whoever has its common part open, which is everybody who reads
 * it. Without cells: where in the sheet they are, only those learn who are in it themselves.
 */
export function attendance(parts: OpenDocuments<Part>, onAttended: (attended: Attended) => void): Extension {
  const here = new Map<string, Map<Connection, CollabSession>>()

  const tell = ({ key: { tenantId }, tableId, cycleId }: Part): void => {
    const sessions = here.get(sheetOf(tableId, cycleId))?.values() ?? []
    const people = new Map([...sessions].map(({ userId: id, name }) => [id, { id, name }]))
    onAttended({ tenantId, tableId, cycleId, people: [...people.values()] })
  }

  const leave = (part: Part, connection: Connection): void => {
    const key = sheetOf(part.tableId, part.cycleId)
    here.get(key)?.delete(connection)
    tell(part)
    if (here.get(key)?.size === 0) {
      here.delete(key)
    }
  }

  return {
    extensionName: 'attendance',

    async connected({ connection }: connectedPayload): Promise<void> {
      const session = sessionOf(connection)
      const part = parts.get(connection.document.name)
      if (session === null || part === undefined || !session.isCommon || !isOpen(connection)) {
        return
      }
      const key = sheetOf(part.tableId, part.cycleId)
      here.set(key, (here.get(key) ?? new Map<Connection, CollabSession>()).set(connection, session))
      connection.onClose(() => leave(part, connection))
      tell(part)
    },
  }
}

const sheetOf = (tableId: string, cycleId: string): string => `${tableId} ${cycleId}`
