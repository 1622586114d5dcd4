/**
 * The server process: settings, database, migrations, demo data, then one port. SIGTERM and SIGINT stop it cleanly, the
 * embedded database included; a later signal ends it at once, and the next start cleans up.
 */
import { fileURLToPath } from 'node:url'
import { readEnv, type Env } from './config/env.ts'
import { sessionSecret } from './config/sessionSecret.ts'
import { createLogger } from './logging/logger.ts'
import type { Metrics } from './metrics/Metrics.ts'
import { releaseStartMemory } from './services/releaseStartMemory.ts'
import { startServer } from './services/startServer.ts'
import { ensureAppRole } from './storage/database/appRole.ts'
import { migrateUp } from './storage/database/migrate.ts'
import { openDatabase } from './storage/database/openDatabase.ts'

const CLIENT_DIRECTORY = fileURLToPath(new URL('../dist/client/', import.meta.url))
const STOP_PATIENCE_MS = 10_000
/** Ctrl+C reaches the server from the terminal and once more through npm: within this time it is one wish. */
const SAME_WISH_MS = 1000

const env = readEnv()
const logger = createLogger({ level: env.LOG_LEVEL })
/** What was started, newest last; stopped in reverse. */
const started: (() => Promise<void>)[] = []
let stopping = false
let stoppingSince = 0

const metrics = env.METRICS_TOKEN === undefined ? null : await createMetrics(env.METRICS_TOKEN)

process.on('SIGTERM', () => stop(0))
process.on('SIGINT', () => stop(0))
process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'unexpected error, the server stops')
  stop(1)
})
process.on('unhandledRejection', (error) => {
  metrics?.metrics.rejectionUnhandled()
  logger.error({ err: error }, 'a failure was not handled')
})

const running = run()
try {
  await running
} catch (error) {
  logger.fatal({ err: error }, 'the server could not start')
  say(`Carbonsheet could not start: ${error instanceof Error ? error.message : String(error)}`)
  stop(1)
}

/** Leaves off after the step during which a signal came; what it started until then is stopped like everything else. */
async function run(): Promise<void> {
  const ownerUrl = env.DATABASE_URL ?? (await startDatabase(env))
  if (stopping) {
    return
  }
  const appUrl = await ensureAppRole(ownerUrl, env.DATABASE_APP_URL)
  await migrateUp(ownerUrl)
  if (env.SEED === 'demo' && !stopping) {
    await seedWhenEmpty(ownerUrl)
  }
  if (stopping) {
    return
  }
  const server = await startServer({
    appUrl,
    secret: await sessionSecret(env),
    host: env.HOST,
    port: env.PORT,
    clientDirectory: CLIENT_DIRECTORY,
    allowedOrigins: env.ALLOWED_ORIGINS,
    publicUrl: env.PUBLIC_URL,
    redisUrl: env.REDIS_URL,
    trustProxyHops: env.TRUST_PROXY_HOPS,
    logger,
    metrics,
  })
  started.push(server.stop)
  say(`Carbonsheet is ready: ${server.origin}`)
  if (env.SEED === 'demo') {
    say('Sign in with the password carbonsheet-demo as one of')
    say('  admin@demo.example    owner@demo.example    auditor@demo.example    viewer@demo.example')
    say('  admin@other.example   (another tenant)')
  }
  setImmediate(releaseStartMemory)
}

/** Loaded only where somebody watches. */
async function createMetrics(token: string): Promise<{ metrics: Metrics; token: string }> {
  const { Metrics } = await import('./metrics/Metrics.ts')
  return { metrics: new Metrics(), token }
}

async function startDatabase({ DATA_DIR }: Env): Promise<string> {
  const { startEmbeddedPostgres } = await import('./storage/embedded-postgres/startEmbeddedPostgres.ts')
  const database = await startEmbeddedPostgres({ dataDir: DATA_DIR, log: say })
  started.push(() => database.stop())
  return database.url
}

/** Seeds are large and wanted once, so they are loaded only for a database without people. */
async function seedWhenEmpty(ownerUrl: string): Promise<void> {
  const owner = openDatabase({ url: ownerUrl, poolSize: 2 })
  try {
    const { rows } = await owner.raw<{ rows: { used: boolean }[] }>('SELECT EXISTS (SELECT FROM users) AS used')
    if (rows[0]?.used === false) {
      const [{ seedDemo }, { hashPassword }] = await Promise.all([
        import('./seeding/seedDemo.ts'),
        import('./auth/hashPassword.ts'),
      ])
      await seedDemo({ owner, hashPassword, report: say })
    }
  } finally {
    await owner.destroy()
  }
}

/** Stops everything in reverse and ends the process; a second wish does not wait. */
function stop(exitCode: number): void {
  if (stopping) {
    if (Date.now() - stoppingSince > SAME_WISH_MS) {
      process.exit(130)
    }
    return
  }
  stopping = true
  stoppingSince = Date.now()
  const patience = setTimeout(() => {
    logger.error('stopping took too long, the process ends now')
    process.exit(1)
  }, STOP_PATIENCE_MS)
  patience.unref()
  const stopAll = async (): Promise<void> => {
    await running.catch(() => undefined)
    for (const stopOne of started.toReversed()) {
      await stopOne()
    }
  }
  stopAll().then(
    () => process.exit(exitCode),
    (error: unknown) => {
      logger.error({ err: error }, 'stopping failed')
      process.exit(1)
    },
  )
}

/** For the person who started the program; logs are for machines. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
