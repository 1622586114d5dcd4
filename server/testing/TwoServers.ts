import { LiveClient } from '#collab/testing/LiveClient.ts'
import { LiveFixture, type TestSheet } from './LiveFixture.ts'
import { ServerProcess, type ProcessOptions } from './ServerProcess.ts'
import type { TestDatabase } from './testDatabase.ts'
import { until } from './until.ts'

export type Side = 0 | 1
export const SIDES = [0, 1] as const

const PEOPLE_EACH = 2
/** Long enough that nobody meets anybody: what is missing at the end was lost. */
const ROWS = Array.from({ length: 200 }, (_, i) => `r${i}`)

/** Two server processes on one database, two people at each, and what these were told is saved. */
export class TwoServers {
  readonly #fixture: LiveFixture
  readonly #servers: readonly ServerProcess[]
  #clients: LiveClient[] = []
  #written = new Map<string, string>()
  #edits = 0

  private constructor(fixture: LiveFixture, servers: readonly ServerProcess[]) {
    this.#fixture = fixture
    this.#servers = servers
  }

  static async start(database: TestDatabase, options: ProcessOptions = {}): Promise<TwoServers> {
    const fixture = await new LiveFixture(database).prepare()
    const servers = await Promise.all(SIDES.map(() => ServerProcess.start(database, options)))
    return new TwoServers(fixture, servers)
  }

  /** Everybody opens a new sheet. */
  async open(): Promise<TestSheet> {
    this.leave()
    const sheet = await this.#fixture.newSheet(ROWS)
    for (const server of this.#servers) {
      for (let i = 0; i < PEOPLE_EACH; i++) {
        const { token } = await this.#fixture.newPerson('editor')
        this.#clients.push(new LiveClient({ url: server.url, name: sheet.name, token }))
      }
    }
    await until(() => this.#clients.every(({ provider }) => provider.synced), 'everybody is there')
    return sheet
  }

  leave(): void {
    this.#clients.splice(0).forEach((client) => client.destroy())
    this.#written = new Map()
    this.#edits = 0
  }

  people(side: Side): LiveClient[] {
    return this.#clients.slice(side * PEOPLE_EACH, (side + 1) * PEOPLE_EACH)
  }

  /** Somebody at that server writes a cell that nobody has written yet. */
  edit(side: Side): void {
    const n = this.#edits++
    const row = ROWS[n % ROWS.length]!
    this.people(side)[n % PEOPLE_EACH]!.sheet.set(row, 2, `edit ${n}`)
    this.#written.set(row, `edit ${n}`)
  }

  /** Resolves when everything is saved and everybody has the same; answers how long that took, in milliseconds. */
  async settle(what: string): Promise<number> {
    const before = performance.now()
    const isSettled = (): boolean => {
      const prints = new Set(this.#clients.map(({ sheet }) => sheet.fingerprint()))
      return prints.size === 1 && this.#clients.every(({ isSaved }) => isSaved)
    }
    await until(isSettled, what, 60_000)
    return performance.now() - before
  }

  /** Cells that do not hold what was written last. */
  lost(): string[] {
    const { sheet } = this.#clients[0]!
    return [...this.#written].filter(([row, value]) => sheet.value(row, 2) !== value).map(([row]) => row)
  }

  async kill(side: Side): Promise<void> {
    await this.#servers[side]!.kill()
  }

  async stop(): Promise<void> {
    this.leave()
    await Promise.all(this.#servers.map((server) => server.kill()))
  }
}
