import { createServer, type Server } from 'node:http'
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { AppServices } from '../api/AppServices.ts'
import { KnownPlans } from '../api/rows/KnownPlans.ts'
import { AccessTokens } from '../auth/AccessTokens.ts'
import { warmUpPasswords } from '../auth/hashPassword.ts'
import {
  DEVICE_REQUESTS_A_MINUTE,
  KEY_REQUESTS_A_MINUTE,
  RequestThrottle,
  SESSION_REQUESTS_A_MINUTE,
} from '../auth/RequestThrottle.ts'
import { type LoginLimits, LoginThrottle } from '../auth/LoginThrottle.ts'
import { RefreshTokens } from '../auth/RefreshTokens.ts'
import type { Metrics } from '../metrics/Metrics.ts'
import { MONTHS_LOOK_MS, MonthsFollower } from '../devices/MonthsFollower.ts'
import { ReadingStore } from '../devices/ReadingStore.ts'
import { SheetMoments } from '../history/moments/SheetMoments.ts'
import { openDatabase } from '../storage/database/openDatabase.ts'
import { openPool } from '../storage/database/openPool.ts'
import { TenantReader } from '../storage/database/TenantReader.ts'
import type { FileStore } from '../storage/files/FileStore.ts'
import { ReadingThread } from '../reading/ReadingThread.ts'
import { SimulationThread } from '../uncertainty/SimulationThread.ts'
import { composeCollaboration } from './collaboration.ts'
import { composeJobs } from './jobs.ts'
import { hangBell } from './hangBell.ts'
import { composeHooks, type HookParts } from './hooks.ts'
import { createLazyPlanCache } from './lazyPlanCache.ts'
import { listenToDatabase } from './listenToDatabase.ts'
import { composeMqtt, type MqttOptions } from './mqtt.ts'
import { createNotifications } from './notifications.ts'
import { routeUpgrades } from './upgrades.ts'
import { createWeb } from './web.ts'

/** Connections of routes and policies, of the journal, and of quick reads. Together they stay far below PostgreSQL's default of 100. */
const POOL_SIZE = 12
const JOURNAL_POOL_SIZE = 8
const READ_POOL_SIZE = 6
/** How long replies that are being sent may take when the server stops. */
const CLOSE_PATIENCE_MS = 2000
/** Changes come one after the other; a run of an open cycle is made anew behind them. */
const RUN_QUIET_MS = 30_000

export interface ServerOptions {
  /** Database as the role of the app; migrated. */
  appUrl: string
  /** Signs tokens; the same on every server. */
  secret: string
  host: string
  /** 0 picks a free one. */
  port: number
  clientDirectory: string
  /** Wakes the servers beside this one; undefined: there are none, or they find out by asking. */
  redisUrl?: string | undefined
  /** Further origins whose pages may call; with `publicUrl` also that one, and no other. */
  allowedOrigins: readonly string[]
  /** What people type in their browser; https keeps cookies to https. */
  publicUrl: string | undefined
  trustProxyHops: number
  files: FileStore
  maxFileBytes: number
  logger: Logger
  /** Null, or left out: nothing is counted. */
  metrics?: { metrics: Metrics; token: string } | null
  loginLimits?: LoginLimits
  /** How far and how often webhooks call. */
  hooks?: Pick<HookParts, 'egress' | 'timing'>
  /** Left out: as many as `KEY_REQUESTS_A_MINUTE`. */
  keyRequestsAMinute?: number
  /** Left out: as many as `SESSION_REQUESTS_A_MINUTE`. */
  sessionRequestsAMinute?: number
  /** Left out: as many as `DEVICE_REQUESTS_A_MINUTE`. */
  deviceRequestsAMinute?: number
  /** How devices send by MQTT; left out: they cannot. */
  mqtt?: MqttOptions
  /** Stale runs of open cycles are made anew after so many milliseconds without a change. */
  runQuietMs?: number
}

export interface RunningServer {
  /** The address that it listens on. */
  origin: string
  services: AppServices
  /** Takes nothing new, drains what is in flight, closes everything. */
  stop: () => Promise<void>
}

/** One HTTP server on one port: pages, REST, live documents and events, over a database that is ready. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { appUrl, logger, publicUrl } = options
  const db = openDatabase({ url: appUrl, poolSize: POOL_SIZE })
  const handleBroken = (error: Error): void => logger.warn({ err: error }, 'an idle database connection broke')
  const pool = openPool({ url: appUrl, poolSize: JOURNAL_POOL_SIZE }, handleBroken)
  const readPool = openPool({ url: appUrl, poolSize: READ_POOL_SIZE, pipeline: true }, handleBroken)
  const reader = new TenantReader(readPool)
  const accessTokens = new AccessTokens(options.secret)
  const plans = createLazyPlanCache()
  const bell = await hangBell(options, logger)
  const collaboration = await composeCollaboration({
    db,
    reader,
    pool,
    databaseUrl: appUrl,
    accessTokens,
    plans,
    bell,
    logger,
    ...(options.metrics ? { metrics: options.metrics.metrics } : {}),
  })
  options.metrics?.metrics.watch(() => collaboration.count())
  const allowedOrigins = publicUrl === undefined ? options.allowedOrigins : [publicUrl, ...options.allowedOrigins]
  const sheetMoments = new SheetMoments(reader, appUrl)
  const simulations = new SimulationThread()
  const knownPlans = new KnownPlans(db, plans)
  const reading = new ReadingThread()
  const work = composeJobs({
    db,
    databaseUrl: appUrl,
    collaboration,
    imports: { db, reader, collaboration, knownPlans, files: options.files, reading },
    runQuietMs: options.runQuietMs ?? RUN_QUIET_MS,
    logger,
  })
  const readings = new ReadingStore(db)
  const monthsFollower = new MonthsFollower({
    db,
    reader,
    collaboration,
    lookMs: MONTHS_LOOK_MS,
    log: logger.child({ part: 'devices' }),
  })
  const deviceThrottle = new RequestThrottle('device', options.deviceRequestsAMinute ?? DEVICE_REQUESTS_A_MINUTE)
  const mqtt = composeMqtt({
    options: options.mqtt,
    host: options.host,
    publicUrl,
    db,
    reader,
    readings,
    throttle: deviceThrottle,
    logger,
  })
  const { hooks, sender } = composeHooks({ db, secret: options.secret, logger, ...options.hooks })
  const services: AppServices = {
    db,
    reader,
    accessTokens,
    refreshTokens: new RefreshTokens(options.secret),
    loginThrottle: new LoginThrottle(options.loginLimits),
    keyThrottle: new RequestThrottle('key', options.keyRequestsAMinute ?? KEY_REQUESTS_A_MINUTE),
    sessionThrottle: new RequestThrottle('session', options.sessionRequestsAMinute ?? SESSION_REQUESTS_A_MINUTE),
    deviceThrottle,
    collaboration,
    knownPlans,
    sheetMoments,
    simulations,
    jobs: work.jobs,
    currentRuns: work.currentRuns,
    hooks,
    readings,
    mqtt,
    monthsFollower,
    reading,
    files: options.files,
    maxFileBytes: options.maxFileBytes,
    cutSession(sessionId, reason) {
      collaboration.cutSession(sessionId, reason === 'revoked' ? 'revoked' : 'session-ended')
      notifications.endSession(sessionId, reason)
    },
    allowedOrigins,
    secureCookies: publicUrl?.startsWith('https:') ?? false,
  }
  const readiness = { database: () => isReachable(db), projector: async () => collaboration.isCaughtUp() }
  const server = createServer(createWeb({ metrics: null, ...options, services, readiness }).callback())
  const notifications = createNotifications({
    server,
    db,
    reader,
    accessTokens,
    collaboration,
    bell,
    allowedOrigins,
    logger,
  })
  const notices = listenToDatabase({ url: appUrl, collaboration, notifications, mqtt, logger })
  const refuseUpgrades = routeUpgrades(server, collaboration, allowedOrigins)
  collaboration.start()
  notices.start()
  const stop = async (): Promise<void> => {
    refuseUpgrades()
    const closed = new Promise((resolve) => server.close(resolve))
    const unheard = notices.stop() // takes as long as the database does to answer
    await notifications.stop()
    await work.stop()
    await sender.stop()
    await mqtt.stop()
    await readings.stop()
    await monthsFollower.stop()
    await collaboration.stop()
    await unheard
    await sheetMoments.stop()
    await simulations.stop()
    await reading.stop()
    bell.stop()
    server.closeIdleConnections()
    const patience = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS)
    await closed
    clearTimeout(patience)
    await Promise.all([db.destroy(), pool.end(), readPool.end()])
  }
  try {
    await work.start()
    sender.start()
    monthsFollower.start()
    await mqtt.start()
    await listen(server, options)
  } catch (error) {
    await stop()
    throw error
  }
  void warmUpPasswords()
  return { origin: originOf(server, options.host), services, stop }
}

async function isReachable(db: Knex): Promise<boolean> {
  await db.raw('SELECT 1').timeout(2000)
  return true
}

function listen(server: Server, { port, host }: Pick<ServerOptions, 'port' | 'host'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port, error) : error)
    server.once('error', refuse)
    server.listen(port, host, () => {
      server.off('error', refuse)
      resolve()
    })
  })
}

function portTaken(port: number, cause: Error): Error {
  const remedy = 'Stop that program, or set PORT to another number (0 picks a free one).'
  return new Error(`port ${port} is taken by another program. ${remedy}`, { cause })
}

/** An address that can be opened: "every address" is not one. */
function originOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const isEvery = host === '0.0.0.0' || host === '::'
  return `http://${isEvery ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}
