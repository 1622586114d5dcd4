import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { ACCESS_TOKEN_SECONDS } from '../auth/AccessTokens.ts'
import { type RunningServer, type ServerOptions, startServer } from '../services/startServer.ts'
import { TEST_PASSWORD, seedTenant, type TestTenant } from './seedTenant.ts'
import { openDiskFiles } from '../storage/files/DiskFileStore.ts'
import { ApiContract, type Exchange } from './ApiContract.ts'
import { noteExercised } from './exercisedRoutes.ts'
import { createTestDatabase, type TestDatabase } from './testDatabase.ts'

/** Long forms outlive a token. */
const FRESH_MS = (ACCESS_TOKEN_SECONDS * 1000) / 2

/** The whole server on a free port, over a database of its own with two tenants. */
export interface TestServer extends RunningServer {
  database: TestDatabase
  one: TestTenant
  two: TestTenant
  /** Where attached files lie. */
  filesFolder: string
  /** An access token, fresh or from before. */
  token: (email: string) => Promise<string>
  /** A request below /api/v1 as that person (null: as nobody). */
  request: (
    email: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Reply>
  /** Another server on the same database; closed with this one. */
  startAnother: (options?: Partial<ServerOptions>) => Promise<RunningServer>
  close: () => Promise<void>
}

export interface Reply {
  status: number
  headers: Headers
  // Tests look into replies of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const database = await createTestDatabase()
  const one = await seedTenant(database.owner, 'One')
  const two = await seedTenant(database.owner, 'Two')
  const others: RunningServer[] = []
  const filesFolder = await mkdtemp(join(tmpdir(), 'carbonsheet-files-'))
  const files = await openDiskFiles(filesFolder)
  const start = (more: Partial<ServerOptions> = {}): Promise<RunningServer> =>
    startServer({
      appUrl: database.appUrl,
      secret: 'a secret of the tests, at least 32 long',
      host: '127.0.0.1',
      port: 0,
      clientDirectory: '/nonexistent',
      allowedOrigins: [],
      publicUrl: undefined,
      trustProxyHops: 0,
      files,
      maxFileBytes: 1 << 20,
      logger: pino({ level: 'silent' }),
      // tests send more than people, except those of the limit
      sessionRequestsAMinute: 1_000_000,
      ...options,
      ...more,
    })
  const server = await start()
  const tokens = new Map<string, { at: number; token: Promise<string> }>()
  const token = (email: string): Promise<string> => {
    const known = tokens.get(email)
    const now = performance.now()
    if (known !== undefined && now - known.at < FRESH_MS) {
      return known.token
    }
    const fresh = signIn(server.origin, email)
    tokens.set(email, { at: now, token: fresh })
    return fresh
  }
  return {
    ...server,
    database,
    one,
    two,
    filesFolder,
    token,
    async request(email, method, path, body, headers = {}) {
      const bearer = email === null ? {} : { authorization: `Bearer ${await token(email)}` }
      const content = body === undefined ? {} : { 'content-type': 'application/json' }
      const response = await fetch(`${server.origin}/api/v1${path}`, {
        method,
        headers: { ...bearer, ...content, ...headers },
        ...(body !== undefined && {
          body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        }),
      })
      const text = await response.text()
      const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]!
      const reply: unknown =
        mediaType.endsWith('json') && mediaType !== 'application/x-ndjson' ? JSON.parse(text) : text
      expectDocumented({ method, path, body: asJson(body), status: response.status, mediaType, reply })
      return { status: response.status, headers: response.headers, body: reply }
    },
    async startAnother(more) {
      const another = await start(more)
      let stopping: Promise<void> | null = null
      const stoppable = { ...another, stop: () => (stopping ??= another.stop()) }
      others.push(stoppable)
      return stoppable
    },
    async close() {
      await Promise.all([server, ...others].map((one) => one.stop()))
      await database.drop()
      await rm(filesFolder, { recursive: true })
    },
  }
}

let contract: ApiContract | null = null

/** Every request of every test is also one of the published document. */
function expectDocumented(exchange: Exchange): void {
  contract ??= new ApiContract()
  const problems = contract.problemsOf(exchange)
  if (problems.length > 0) {
    throw new Error(`Not as documented:\n${problems.slice(0, 10).join('\n')}`)
  }
  const route = contract.routeOf(exchange)
  if (route !== null && exchange.status < 300) {
    noteExercised(route)
  }
}

/** What a body is after its way over the wire; bytes of a file are no JSON. */
function asJson(body: unknown): unknown {
  if (body === undefined || body instanceof Uint8Array) {
    return undefined
  }
  try {
    return JSON.parse(typeof body === 'string' ? body : JSON.stringify(body))
  } catch {
    return undefined // a test sends what is no JSON; the reply says so
  }
}

async function signIn(origin: string, email: string): Promise<string> {
  const response = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: TEST_PASSWORD }),
  })
  const { access_token: accessToken } = (await response.json()) as { access_token: string }
  return accessToken
}
