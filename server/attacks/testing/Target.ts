/** A server with three companies on it. One is attacked: by its own people, each as far as they may not, and by the others. */
import type { Writable } from 'node:stream'
import { pino } from 'pino'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { RawSocket } from '#collab/testing/RawSocket.ts'
import { parseDocumentName } from '#collab/protocol/documentName.ts'
import { seedTenant, type TestTenant } from '#server/testing/seedTenant.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import type { ServerOptions } from '#server/services/startServer.ts'
import { TARGET_FIELDS, type Person } from './oracle.ts'

export class Target {
  readonly server: TestServer
  readonly tenant: TestTenant
  readonly #clients: LiveClient[] = []
  readonly #strangers: RawSocket[] = []

  private constructor(server: TestServer, tenant: TestTenant) {
    this.server = server
    this.tenant = tenant
  }

  /** `log`: where everything that the server logs goes, at its most talkative. */
  static async start(options: Partial<ServerOptions> & { log?: Writable } = {}): Promise<Target> {
    const { log, ...more } = options
    const server = await startTestServer({
      ...more,
      ...(log === undefined ? {} : { logger: pino({ level: 'trace' }, log) }),
    })
    const target = new Target(server, await seedTenant(server.database.owner, 'Target', TARGET_FIELDS))
    await target.#addPerson('withoutRole')
    await target.#addPerson('elsewhere', 'data_owner', target.tenant.otherModuleId)
    return target
  }

  email(person: Person): string {
    const { people } = this.tenant
    switch (person) {
      case 'foreignAdmin':
        return this.server.one.people.admin
      case 'withoutRole':
      case 'elsewhere':
        return `${person}@target.example`
      default:
        return people[person]
    }
  }

  /** Somebody of the company, with the role in that module if any. */
  async #addPerson(name: Person, role?: string, moduleId?: string): Promise<void> {
    const { owner } = this.server.database
    const { tenantId } = this.tenant
    const { password_hash } = await owner('users')
      .where({ email: this.email('viewer') })
      .first('password_hash')
    const [user] = await owner('users').insert({ email: this.email(name), name, password_hash }, ['id'])
    await owner('memberships').insert({ tenant_id: tenantId, user_id: user.id })
    if (role !== undefined) {
      const grant = { tenant_id: tenantId, user_id: user.id, role, scope: 'module', scope_id: moduleId }
      await owner('scoped_roles').insert(grant)
    }
  }

  get socketUrl(): string {
    return `${this.server.origin.replace('http', 'ws')}/collab`
  }

  async close(): Promise<void> {
    this.leaveAll()
    await this.server.close()
  }

  /** Ends every connection of a test. */
  leaveAll(): void {
    this.#clients.splice(0).forEach((client) => client.destroy())
    this.leaveStrangers()
  }

  as(person: Person, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
    return this.server.request(this.email(person), method, path, body, headers)
  }

  token(person: Person): Promise<string> {
    return this.server.token(this.email(person))
  }

  /** A sign-in of its own. */
  async freshToken(person: Person): Promise<string> {
    const { body } = await this.server.request(null, 'POST', '/auth/login', {
      email: this.email(person),
      password: 'a test password',
    })
    return body.access_token
  }

  /** `/tables/…/rows?…` of the attacked sheet. */
  rowsPath(query = ''): string {
    return `/tables/${this.tenant.tableId}/rows?cycle_id=${this.tenant.openCycleId}${query}`
  }

  /** Names of the documents of the attacked sheet by part, whoever may know them. */
  async documents(cycleId: string = this.tenant.openCycleId): Promise<ReadonlyMap<string, string>> {
    const { tableId } = this.tenant
    await this.as('auditor', 'GET', `/sheets?table_id=${tableId}&cycle_id=${cycleId}`)
    const rows: { id: string; part: string; generation: number }[] = await this.server.database
      .owner('documents')
      .where({ table_id: tableId, cycle_id: cycleId })
      .select('id', 'part', 'generation')
    return new Map(rows.map(({ id, part, generation }) => [part, `part:${id}@${generation}`]))
  }

  async document(part: string): Promise<string> {
    return (await this.documents()).get(part)!
  }

  async newRow(values: Record<string, unknown>): Promise<string> {
    const { body } = await this.as('admin', 'POST', this.rowsPath(), { rows: [{ values }] })
    return body.accepted[0].id
  }

  /** The values of a row as this person reads them. */
  async read(person: Person, row: string): Promise<Record<string, unknown>> {
    const { body } = await this.as(person, 'GET', this.rowsPath('&limit=500'))
    return body.data.find(({ id }: { id: string }) => id === row)?.values
  }

  /** With the provider of the page. Resolves when the server has let them in or not. */
  async join(person: Person, part: string, token?: string): Promise<LiveClient> {
    const client = new LiveClient({
      url: this.socketUrl,
      name: await this.document(part),
      token: token ?? (await this.token(person)),
    })
    this.#clients.push(client)
    await until(() => client.provider.synced || client.closes.length > 0, `${person} is on ${part} or refused`)
    return client
  }

  /** Ends the bare sockets only. */
  leaveStrangers(): void {
    this.#strangers.splice(0).forEach((socket) => socket.close())
  }

  /** With nothing but a socket. */
  async stranger(): Promise<RawSocket> {
    const socket = new RawSocket(this.socketUrl)
    this.#strangers.push(socket)
    await socket.opened
    return socket
  }

  /** Signs in to a document and waits until it has answered. */
  async enter(socket: RawSocket, name: string, token: string): Promise<void> {
    socket.auth(name, token)
    socket.ask(name)
    await until(() => socket.framesOf(name).length > 0, `${name} has answered`)
  }

  /** Whether those bytes are in the journal of the target. */
  async journalHolds(text: string): Promise<boolean> {
    const rows: { bytes: Buffer }[] = await this.server.database
      .owner('document_updates')
      .where({ tenant_id: this.tenant.tenantId })
      .select('bytes')
    return rows.some(({ bytes }) => bytes.includes(text))
  }

  /** How much was journaled for a document. */
  async head(name: string): Promise<number> {
    const id = parseDocumentName(name)!.documentId
    const row = await this.server.database.owner('documents').where({ id }).first('head_seq')
    return Number(row.head_seq)
  }
}

/** Somebody who knows nothing of the attack and types on: every edit must be saved, in order, on one connection. */
export class Innocent {
  readonly client: LiveClient
  readonly #row: string
  readonly #ordinal: number
  #count = 0
  #saved = 0
  #isTyping = true
  readonly #typing: Promise<void>

  constructor(client: LiveClient, row: string, ordinal: number) {
    this.client = client
    this.#row = row
    this.#ordinal = ordinal
    this.#typing = this.#type()
  }

  /** So many edits are known to be saved. */
  get saved(): number {
    this.#saved = this.client.isSaved ? this.#count : this.#saved
    return this.#saved
  }

  /** Waits for so many further edits to be saved: the server works on. */
  async goesOn(edits = 5): Promise<void> {
    const goal = this.#count + edits
    await until(() => this.#count >= goal && this.client.isSaved, 'others type on')
  }

  /** Fails when the innocent has noticed anything. */
  async stop(): Promise<void> {
    await this.goesOn()
    this.#isTyping = false
    await this.#typing
    await until(() => this.client.isSaved, 'everything of the others is saved')
    if (this.client.closes.length > 0) {
      throw new Error(`others were closed: ${this.client.closes.join()}`)
    }
  }

  async #type(): Promise<void> {
    while (this.#isTyping) {
      this.client.sheet.set(this.#row, this.#ordinal, `edit ${++this.#count}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}
