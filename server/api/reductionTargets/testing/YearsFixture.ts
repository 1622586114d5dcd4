/** A project with a result in every year: gas by the factors of 2025 and AR6, 0.398 kg of CO2e per kWh, scope 1. */
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { insertCountingTable, insertTestFactors } from '#server/api/cycles/testing/countingTable.ts'

type Person = keyof TestServer['one']['people']

/** Kilograms of CO2e per kWh. */
export const PER_KWH = 0.398

export class YearsFixture {
  readonly server: TestServer

  private constructor(server: TestServer) {
    this.server = server
  }

  static async start(): Promise<YearsFixture> {
    const server = await startTestServer()
    await insertTestFactors(server.database.owner)
    await insertCountingTable(server.database.owner, server.one)
    return new YearsFixture(server)
  }

  close(): Promise<void> {
    return this.server.close()
  }

  as(person: Person, method: string, path: string, body?: unknown): Promise<Reply> {
    return this.server.request(this.server.one.people[person], method, path, body)
  }

  /** An address below the project. */
  path(rest: string): string {
    return `/projects/${this.server.one.projectId}${rest}`
  }

  async newYear(year: number, kWh: number, more: { lock?: boolean } = {}): Promise<string> {
    const period = { starts_on: `${year}-01-01`, ends_on: `${year}-12-31`, factor_year: 2025, gwp_set: 'AR6' }
    const { body } = await this.as('admin', 'POST', this.path('/cycles'), { name: `Y${year}`, ...period })
    await this.write(body.id, { values: { site: 'lyon', month: `${year}-01`, fuel: 'gas', quantity: kWh } })
    await (more.lock === true ? this.lock(body.id) : undefined)
    return body.id
  }

  async write(cycleId: string, row: object): Promise<void> {
    const path = `/tables/${this.server.one.tableId}/rows?cycle_id=${cycleId}`
    const { body } = await this.as('admin', 'POST', path, { rows: [row] })
    if (body.rejected.length > 0) {
      throw new Error(JSON.stringify(body.rejected))
    }
  }

  async lock(cycleId: string): Promise<void> {
    const { status, body } = await this.as('admin', 'POST', `/cycles/${cycleId}/status`, { status: 'locked' })
    if (status !== 200) {
      throw new Error(JSON.stringify(body))
    }
  }

  /** The next version of a locked cycle, with its only row at another amount. */
  async restate(cycleId: string, kWh: number, cause = 'error'): Promise<string> {
    const reason = 'It was not right'
    const { body: made } = await this.as('admin', 'POST', `/cycles/${cycleId}/restate`, { cause, reason })
    const rows = await this.as('admin', 'GET', `/tables/${this.server.one.tableId}/rows?cycle_id=${made.id}`)
    await this.write(made.id, { id: rows.body.data[0].id, values: { quantity: kWh } })
    return made.id
  }

  /** Whether only some roles may read the result. */
  async hideResult(readers: readonly string[] | null): Promise<void> {
    await this.server.database
      .owner('fields')
      .where({ table_id: this.server.one.tableId, key: 'co2e' })
      .update({ readers, updated_at: new Date() })
  }
}

export const codesOf = (body: { errors: { path: string; code: string }[] }): string[] =>
  body.errors.map(({ path, code }) => `${path} ${code}`).toSorted()
