/** A server on which tables are copied: from the first table of the first company to wherever a test says. */
import { until } from '#server/testing/until.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

export class CopyFixture {
  readonly server: TestServer
  /** Another project of the first company, with a cycle of the next year and a module. */
  readonly elsewhere: { projectId: string; cycleId: string; moduleId: string }
  /** The year after the open cycle, in the first project. */
  readonly nextCycleId: string

  private constructor(server: TestServer, nextCycleId: string, elsewhere: CopyFixture['elsewhere']) {
    this.server = server
    this.nextCycleId = nextCycleId
    this.elsewhere = elsewhere
  }

  static async start(): Promise<CopyFixture> {
    const server = await startTestServer()
    const { owner } = server.database
    const own = { tenant_id: server.one.tenantId }
    const project = { ...own, id: crypto.randomUUID(), key: 'sites', name: 'Other sites' }
    const year = { ...own, name: 'FY2026', starts_on: '2026-01-01', ends_on: '2026-12-31', gwp_set: 'AR6' }
    const cycle = { ...year, factor_year: 2026, status: 'open' }
    const [nextCycleId, cycleId, moduleId] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    await owner('projects').insert(project)
    await owner('cycles').insert([
      { ...cycle, id: nextCycleId, project_id: server.one.projectId },
      { ...cycle, id: cycleId, project_id: project.id },
    ])
    await owner('modules').insert({
      ...own,
      id: moduleId,
      project_id: project.id,
      key: 'fuels',
      name: 'Fuels',
      scope: 1,
    })
    return new CopyFixture(server, nextCycleId, { projectId: project.id, cycleId, moduleId })
  }

  close(): Promise<void> {
    return this.server.close()
  }

  as(person: keyof TestServer['one']['people'], method: string, path: string, body?: unknown): Promise<Reply> {
    return this.server.request(this.server.one.people[person], method, path, body)
  }

  /** Rows of the first table in the open cycle; answers their ids. */
  async write(rows: readonly object[], tableId = this.server.one.tableId): Promise<string[]> {
    const path = `/tables/${tableId}/rows?cycle_id=${this.server.one.openCycleId}`
    const { body } = await this.as('admin', 'POST', path, { rows: rows.map((values) => ({ values })) })
    if (body.rejected.length > 0) {
      throw new Error(JSON.stringify(body.rejected))
    }
    return body.accepted.map(({ id }: { id: string }) => id)
  }

  /** Everything of a sheet that was journaled, as the administrator reads it; a large one takes its time to be derived. */
  async rows(tableId: string, cycleId: string): Promise<Reply['body'][]> {
    let reply: Reply | undefined
    await until(async () => {
      reply = await this.as('admin', 'GET', `/tables/${tableId}/rows?cycle_id=${cycleId}&limit=500`)
      return reply.status !== 503
    }, 'derived')
    return reply!.body.data
  }

  async addField(
    body: object,
    tableId = this.server.one.tableId,
  ): Promise<{ id: string; key: string; ordinal: number }> {
    const reply = await this.as('admin', 'POST', `/tables/${tableId}/fields`, body)
    if (reply.status !== 200) {
      throw new Error(JSON.stringify(reply.body))
    }
    return reply.body
  }

  async setField(id: string, body: object, tableId = this.server.one.tableId): Promise<Reply> {
    return this.as('admin', 'PATCH', `/tables/${tableId}/fields/${id}`, body)
  }

  async fieldId(key: string, tableId = this.server.one.tableId): Promise<string> {
    const { id } = await this.server.database.owner('fields').where({ table_id: tableId, key }).first('id')
    return id
  }

  /** How many of everything there is in the first company. */
  async counts(): Promise<Record<string, number>> {
    const { owner } = this.server.database
    const tables = [
      'modules',
      'tables',
      'fields',
      'documents',
      'document_updates',
      'evidence',
      'rows',
      'audit_log',
      'notes',
      'note_updates',
    ]
    const entries = tables.map(async (table) => {
      const found = await owner(table).where({ tenant_id: this.server.one.tenantId }).count({ count: '*' })
      return [table, Number(found[0]!.count)] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }
}
