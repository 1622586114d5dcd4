/** Tenants, sheets and servers with sockets for tests of the live documents. People are made of their token. */
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { documentName } from '#collab/protocol/documentName.ts'
import { encodeSeed } from '#collab/schema/seedDocument.ts'
import { COMMON_PART, partOf } from '#shared/fields/partOf.ts'
import type { Field } from '#shared/fields/field.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { createCollaboration, type Collaboration, type CollaborationOptions } from '../collaboration/collaboration.ts'
import type { CollaborationLog, Identity, SheetAccess, SheetAddress } from '../collaboration/ports.ts'
import { createSheetDocument, type SheetDocument } from '../collaboration/sheetDocuments.ts'
import { createPlanCache } from '../emissions/tablePlans.ts'
import { createPlansOf, createRowResults } from '../emissions/rowResults.ts'
import { hangBell } from '../services/hangBell.ts'
import { listenToDatabase } from '../services/listenToDatabase.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { openPool } from '../storage/database/openPool.ts'
import type { TestDatabase } from './testDatabase.ts'
import { withCauses } from './withCauses.ts'

export const ROWS = ['r1', 'r2', 'r3', 'r4']
export const TEXTS = [2, 3, 4]
export const NUMBER = 5
export const FORMULA = 6

/** What the roles of these tests may write. Field 3 belongs to the boss. */
const WRITABLE: Readonly<Record<string, readonly number[]>> = {
  boss: [0, 1, 2, 3, 4, 5, 6],
  editor: [0, 1, 2, 4, 5, 6],
  viewer: [],
}

/** Sessions of these tests do not end, and their grants do not change. */
const STANDING = 'as ever'

export interface TestSheet extends SheetAddress {
  tenantId: string
  document: SheetDocument
  name: string
}

export interface LiveServerOptions extends Partial<CollaborationOptions> {
  /** Hears nothing of what the database tells: every notification is lost. */
  isDeaf?: boolean
  redisUrl?: string
}

export interface RunningServer {
  collaboration: Collaboration
  url: string
  /** Everything that was logged as a warning or an error. */
  complaints: string[]
  stop(): Promise<void>
}

export class LiveFixture {
  readonly database: TestDatabase
  readonly tenantId = randomUUID()
  readonly cycleId = randomUUID()
  readonly #projectId = randomUUID()
  readonly #moduleId = randomUUID()
  readonly #running: RunningServer[] = []
  #tables = 0

  constructor(database: TestDatabase) {
    this.database = database
  }

  async prepare(): Promise<this> {
    const { owner } = this.database
    const [tenant_id, project_id] = [this.tenantId, this.#projectId]
    await owner('tenants').insert({ id: tenant_id, name: 'Live' })
    await owner('projects').insert({ id: project_id, tenant_id, key: 'p', name: 'Project' })
    const dates = { starts_on: '2025-01-01', ends_on: '2025-12-31' }
    const basis = { gwp_set: 'AR5', factor_year: 2025 }
    await owner('cycles').insert({ id: this.cycleId, tenant_id, project_id, name: 'FY2025', ...dates, ...basis })
    await owner('modules').insert({ id: this.#moduleId, tenant_id, project_id, key: 'm', name: 'Module', scope: 1 })
    return this
  }

  /**
   * A sheet of its own with four seeded rows (or `rows`), five fields and a formula. Fields with `readers` (by ordinal)
   * lie in a part of their own, which begins empty.
   */
  async newSheet(
    rows: readonly string[] = ROWS,
    readers: Readonly<Record<number, readonly string[]>> = {},
  ): Promise<TestSheet> {
    const { owner, db } = this.database
    const tableId = randomUUID()
    const { tenantId, cycleId } = this
    const n = ++this.#tables
    await owner('tables').insert({
      id: tableId,
      tenant_id: tenantId,
      module_id: this.#moduleId,
      key: `t${n}`,
      name: `T${n}`,
    })
    const own = { tenant_id: tenantId, table_id: tableId }
    const texts = TEXTS.map((ordinal) => ({
      ordinal,
      key: `f${ordinal}`,
      name: `F${ordinal}`,
      type: 'text',
      formula: null,
    }))
    await owner('fields').insert(
      [
        ...texts,
        { ordinal: NUMBER, key: 'quantity', name: 'Quantity', type: 'number', formula: null },
        { ordinal: FORMULA, key: 'double', name: 'Double', type: 'formula', formula: 'quantity * 2' },
      ].map((field) => ({ ...own, ...field, readers: readers[field.ordinal] ?? null })),
    )
    const common = TEXTS.filter((ordinal) => readers[ordinal] === undefined)
    const seed = encodeSeed(rows, common, (row, column) => `seed${row}${column + 1}`)
    const document = await inTenant(db, tenantId, (trx) =>
      createSheetDocument(trx, { tenantId, tableId, cycleId, seed }),
    )
    return { tenantId, tableId, cycleId, document, name: documentName(document.documentId, 1) }
  }

  /** A person who is in the database, so that rows can name them. */
  async newPerson(role: string, tenantId: string = this.tenantId): Promise<{ token: string; identity: Identity }> {
    const [userId, sessionId] = [randomUUID(), randomUUID()]
    const identity = { userId, tenantId, sessionId, name: role }
    return { token: [role, userId, tenantId, sessionId].join(' '), identity }
  }

  async startServer(options: LiveServerOptions = {}): Promise<RunningServer> {
    const running = await startLiveServer(this.database, options)
    this.#running.push(running)
    return running
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((server) => server.stop()))
  }
}

/** `authenticate` and `authorizeSheet` of these tests: the token says it all, the database says whether it is locked. */
export function portsOf(
  database: Pick<TestDatabase, 'db'>,
): Pick<CollaborationOptions, 'authenticate' | 'authorizeSheet' | 'liveSessions' | 'rowResults' | 'plansOf'> {
  const { db } = database
  return {
    authenticate: (token) => Promise.resolve(identityOf(token)),
    rowResults: createRowResults(db, createPlanCache()),
    plansOf: createPlansOf(db, createPlanCache()),
    liveSessions: (_, sessionIds) => Promise.resolve(new Map(sessionIds.map((id) => [id, { standing: STANDING }]))),
    authorizeSheet: async ({ name, tenantId }, { tableId, cycleId }): Promise<SheetAccess> => {
      const documents: { part: string; perm_epoch: number }[] = await inTenant(db, tenantId, (trx) =>
        trx('documents').where({ table_id: tableId, cycle_id: cycleId }).select('part', 'perm_epoch'),
      )
      const writable = new Set(WRITABLE[name])
      const fields: Field[] = await inTenant(db, tenantId, (trx) =>
        trx('fields').where({ table_id: tableId }).select('*'),
      )
      const cycle = await inTenant(db, tenantId, (trx) => trx('cycles').where({ id: cycleId }).first('status'))
      const known = WRITABLE[name] === undefined ? [] : fields
      const parts = [...Map.groupBy(known, partOf)].filter(
        ([part]) => part === COMMON_PART || part.split('+').includes(name),
      )
      return {
        locked: cycle?.status === 'locked',
        epochs: new Map(documents.map((document) => [document.part, document.perm_epoch])),
        standing: STANDING,
        parts: parts.map(([part, held]) => ({
          part,
          fields: held.map((field) => ({ ...field, options: [] })),
          writable: part === COMMON_PART ? writable : new Set(held.map(({ ordinal }) => ordinal)),
        })),
      }
    },
  }
}

function identityOf(token: string): Identity | null {
  const [name, userId, tenantId, sessionId] = token.split(' ')
  return name === undefined || userId === undefined || tenantId === undefined || sessionId === undefined
    ? null
    : { name, userId, tenantId, sessionId }
}

/** Documents are folded when a test says so. */
const NEVER = { entries: Infinity, patches: Infinity, bytes: Infinity }

export async function startLiveServer(
  database: Pick<TestDatabase, 'db' | 'appUrl'>,
  { isDeaf = false, redisUrl, ...options }: LiveServerOptions = {},
  port = 0,
): Promise<RunningServer> {
  const complaints: string[] = []
  const complain = (fields: object, message: string): void => {
    const { err } = fields as { err?: unknown }
    complaints.push(`${message}: ${withCauses(err)}`)
  }
  const log: CollaborationLog = { info: () => {}, warn: complain, error: complain }
  const pool = openPool({ url: database.appUrl, poolSize: 6 }, (error) => complaints.push(String(error)))
  const bell = await hangBell({ redisUrl, secret: database.appUrl }, log)
  const collaboration = createCollaboration({
    pool,
    databaseUrl: database.appUrl,
    log,
    bell,
    pollMs: 30,
    foldLimits: NEVER,
    announceMs: 0,
    ...portsOf(database),
    ...options,
  })
  const notices = listenToDatabase({
    url: database.appUrl,
    collaboration,
    notifications: { endSession: () => {}, recheck: () => {}, renamed: () => {}, jobsMoved: () => {} },
    mqtt: { recheck: () => {} },
    logger: log,
  })
  const server = createServer()
  server.on('upgrade', (request, socket, head) => collaboration.handleUpgrade(request, socket, head))
  await listen(server, port)
  collaboration.start()
  if (!isDeaf) {
    notices.start()
  }
  let stopping: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    const unheard = notices.stop()
    await collaboration.stop()
    await unheard
    bell.stop()
    await new Promise((resolve) => server.close(resolve))
    await pool.end()
  }
  return {
    collaboration,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab`,
    complaints,
    stop: () => (stopping ??= stop()),
  }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))

export const valuesOf = (values: Record<number, CellValue>): Map<number, CellValue> =>
  new Map(Object.entries(values).map(([ordinal, value]) => [Number(ordinal), value]))
