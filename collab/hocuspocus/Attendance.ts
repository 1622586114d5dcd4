import type { Connection, Extension } from '@hocuspocus/server'
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

interface Sheet extends Pick<Attended, 'tenantId' | 'tableId' | 'cycleId'> {
  here: Map<Connection, CollabSession>
}

/**
 * Tells who is in a sheet whenever somebody comes or goes: whoever has its common part open, which is everybody who reads
 * it. Without cells: where in the sheet they are, only those learn who are in it themselves.
 */
export class Attendance {
  readonly extension: Extension
  readonly #onAttended: (attended: Attended) => void
  readonly #sheets = new Map<string, Sheet>()
  readonly #sheetOf = new WeakMap<Connection, Sheet>()

  constructor(parts: OpenDocuments<Part>, onAttended: (attended: Attended) => void) {
    this.#onAttended = onAttended
    this.extension = {
      extensionName: 'attendance',
      connected: async ({ connection }) => this.#enter(connection, parts.get(connection.document.name)),
    }
  }

  /** Tells anew of the sheet in which this connection is, if in any: its person is called something else. */
  tell(connection: Connection): void {
    const sheet = this.#sheetOf.get(connection)
    if (sheet !== undefined) {
      const { here, ...place } = sheet
      const people = new Map([...here.values()].map(({ userId: id, name }) => [id, { id, name }]))
      this.#onAttended({ ...place, people: [...people.values()] })
    }
  }

  #enter(connection: Connection, part: Part | undefined): void {
    const session = sessionOf(connection)
    if (session === null || part === undefined || !session.isCommon || !isOpen(connection)) {
      return
    }
    const { tableId, cycleId } = part
    const key = `${tableId} ${cycleId}`
    const sheet: Sheet = this.#sheets.get(key) ?? { tenantId: part.key.tenantId, tableId, cycleId, here: new Map() }
    this.#sheets.set(key, sheet)
    this.#sheetOf.set(connection, sheet)
    sheet.here.set(connection, session)
    connection.onClose(() => {
      sheet.here.delete(connection)
      this.tell(connection)
      if (sheet.here.size === 0) {
        this.#sheets.delete(key)
      }
    })
    this.tell(connection)
  }
}
