import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Attended } from '#collab/hocuspocus/Attendance.ts'
import type { Bell } from '#collab/hocuspocus/Bell.ts'
import type { PeopleInSheets } from '#shared/events/events.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'

export interface SheetPeopleOptions {
  bell: Bell
  collaboration: Pick<Collaboration, 'onAttended'>
  /** Somebody came or went; at most every `GATHER_MS` per cycle. */
  onChanged(cycleId: string): void
}

/** A reload leaves and comes back; so long it may take without being told. */
const GATHER_MS = 300
/** A server that dies says nothing: living ones repeat themselves, and what is not repeated is forgotten. */
const REPEAT_MS = 10_000
const FORGET_MS = 25_000

type ByServer = Map<string, { attended: Attended; heardAt: number }>

/** Who has which sheet open, on whichever server. */
export class SheetPeople {
  readonly #options: SheetPeopleOptions
  readonly #server: string = randomUUID()
  /** Those that were heard of. */
  readonly #servers = new Set<string>()
  readonly #sheets = new Map<string, ByServer>()
  readonly #gathering = new Map<string, NodeJS.Timeout>()
  readonly #repeating: NodeJS.Timeout
  readonly #unsubscribe: () => void

  constructor(options: SheetPeopleOptions) {
    this.#options = options
    const { bell, collaboration } = options
    this.#unsubscribe = collaboration.onAttended((attended) => {
      this.#hear(this.#server, attended)
      this.#ring([attended])
    })
    bell.on('people', (message) => {
      const { success, data } = PeopleMessage.safeParse(message)
      if (success) {
        data.sheets.forEach((attended) => this.#hear(data.server, attended))
        this.#greet(data.server)
      }
    })
    bell.onReady(() => this.#ring(this.#own()))
    this.#repeating = setInterval(() => this.#repeat(), REPEAT_MS)
    this.#repeating.unref()
  }

  /** The sheets of a cycle that somebody has open. */
  of(tenantId: string, cycleId: string): PeopleInSheets['sheets'] {
    return [...this.#sheets.values()].flatMap((servers) => {
      const here = [...servers.values()].map(({ attended }) => attended)
      const [any] = here
      if (any === undefined || any.tenantId !== tenantId || any.cycleId !== cycleId) {
        return []
      }
      const people = new Map(here.flatMap((attended) => attended.people.map((person) => [person.id, person])))
      const coloured = [...people.values()].map((person) => ({ ...person, colour: userColour(person.id) }))
      return [{ table_id: any.tableId, people: coloured.toSorted((a, b) => a.name.localeCompare(b.name)) }]
    })
  }

  stop(): void {
    clearInterval(this.#repeating)
    this.#gathering.forEach((timer) => clearTimeout(timer))
    this.#unsubscribe()
  }

  #hear(server: string, attended: Attended): void {
    const key = `${attended.tableId} ${attended.cycleId}`
    const servers: ByServer = this.#sheets.get(key) ?? new Map<string, never>()
    const before = servers.get(server)?.attended.people ?? []
    if (attended.people.length === 0) {
      servers.delete(server)
    } else {
      servers.set(server, { attended, heardAt: performance.now() })
    }
    if (servers.size === 0) {
      this.#sheets.delete(key)
    } else {
      this.#sheets.set(key, servers)
    }
    if (JSON.stringify(before) !== JSON.stringify(attended.people)) {
      this.#changed(attended.cycleId)
    }
  }

  #changed(cycleId: string): void {
    if (!this.#gathering.has(cycleId)) {
      const timer = setTimeout(() => {
        this.#gathering.delete(cycleId)
        this.#options.onChanged(cycleId)
      }, GATHER_MS)
      this.#gathering.set(cycleId, timer)
    }
  }

  #own(): Attended[] {
    return [...this.#sheets.values()].flatMap((servers) => servers.get(this.#server)?.attended ?? [])
  }

  #ring(sheets: readonly Attended[]): void {
    this.#options.bell.ring('people', { server: this.#server, sheets })
  }

  /** A server that has just begun knows of nobody here yet. */
  #greet(server: string): void {
    if (!this.#servers.has(server)) {
      this.#servers.add(server)
      this.#ring(this.#own())
    }
  }

  #repeat(): void {
    this.#ring(this.#own())
    const forgotten = performance.now() - FORGET_MS
    for (const servers of this.#sheets.values()) {
      for (const [server, { attended, heardAt }] of servers) {
        if (server !== this.#server && heardAt < forgotten) {
          this.#hear(server, { ...attended, people: [] })
        }
      }
    }
  }
}

const PeopleMessage = z.object({
  server: z.guid(),
  sheets: z.array(
    z.object({
      tenantId: z.guid(),
      tableId: z.guid(),
      cycleId: z.guid(),
      people: z.array(z.object({ id: z.guid(), name: z.string() })),
    }),
  ),
})
