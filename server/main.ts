/**
 * The server process: settings, database, migrations, demo data, then one port. SIGTERM and SIGINT stop it cleanly, the
 * embedded database included; a later signal ends it at once, and the next start cleans up.
 */
import { fileURLToPath } from 'node:url'
import { readEnv, type Env } from './config/env.ts'
import { sessionSecret } from './config/sessionSecret.ts'
import { createLogger } from './logging/logger.ts'
import type { Metrics } from './metrics/Metrics.ts'
import type { MqttOptions } from './services/mqtt.ts'
import { ProcessEnd } from './services/ProcessEnd.ts'
import { sealLockedCycles } from './runs/sealLockedCycles.ts'
import { releaseStartMemory } from './services/releaseStartMemory.ts'
import { type RunningServer, startServer } from './services/startServer.ts'
import { ensureAppRole } from './storage/database/appRole.ts'
import { migrateUp } from './storage/database/migrate.ts'
import { openDatabase } from './storage/database/openDatabase.ts'
import { filesFolder } from './storage/files/filesFolder.ts'
import type { FileStore } from './storage/files/FileStore.ts'
import { openDiskFiles } from './storage/files/DiskFileStore.ts'

/** Of MQTT without TLS, by IANA. */
const DEFAULT_MQTT_PORT = 1883
const CLIENT_DIRECTORY = fileURLToPath(new URL('../dist/client/', import.meta.url))

const env = readEnv()
const logger = createLogger({ level: env.LOG_LEVEL })
const end = new ProcessEnd(logger)

const metrics = env.METRICS_TOKEN === undefined ? null : await createMetrics(env.METRICS_TOKEN)

process.on('SIGTERM', () => end.wish(0))
process.on('SIGINT', () => end.wish(0))
process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'unexpected error, the server stops')
  end.wish(1)
})
process.on('unhandledRejection', (error) => {
  metrics?.metrics.rejectionUnhandled()
  logger.error({ err: error }, 'a failure was not handled')
})

const running = run()
end.waitFor(running)
try {
  await running
} catch (error) {
  logger.fatal({ err: error }, 'the server could not start')
  say(`Carbonsheet could not start: ${error instanceof Error ? error.message : String(error)}`)
  end.wish(1)
}

/** Leaves off after the step during which a signal came; what it started until then is stopped like everything else. */
async function run(): Promise<void> {
  const ownerUrl = env.DATABASE_URL ?? (await startDatabase(env))
  if (end.isWished) {
    return
  }
  const appUrl = await ensureAppRole(ownerUrl, env.DATABASE_APP_URL)
  await migrateUp(ownerUrl)
  const files = await openDiskFiles(filesFolder(env.DATA_DIR))
  if (env.SEED === 'demo' && !end.isWished) {
    await seedWhenEmpty(ownerUrl, files)
  }
  if (end.isWished) {
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
    files,
    maxFileBytes: env.EVIDENCE_MAX_MB << 20,
    logger,
    metrics,
    hooks: { egress: { allowsLocal: env.WEBHOOKS_LOCAL } },
    ...mqttOf(env),
  })
  end.add(server.stop)
  say(`Carbonsheet is ready: ${server.origin}`)
  const mqtt = server.services.mqtt.way()
  if (mqtt !== null) {
    say(`Meters may send by MQTT: ${mqtt.url}`)
  }
  if (env.SEED === 'demo') {
    say('Sign in with the password carbonsheet-demo as one of')
    say('  admin@demo.example    owner@demo.example    auditor@demo.example    viewer@demo.example')
    say('  admin@other.example   (another tenant)')
  }
  void sealOlder(server)
  setImmediate(releaseStartMemory)
}

/** Cycles that were locked before there were seals; after the start, because it takes as long as they are large. */
async function sealOlder({ services: { db, collaboration } }: RunningServer): Promise<void> {
  try {
    const sealed = await sealLockedCycles({
      db,
      waitUntilProjected: (tenantId, cycle) => collaboration.waitUntilProjected(tenantId, cycle),
    })
    if (sealed > 0) {
      logger.info({ sealed }, 'locked cycles were sealed')
    }
  } catch (error) {
    if (end.isWished) {
      return // the next start does it
    }
    logger.error({ err: error }, 'locked cycles could not be sealed; the next start tries again')
  }
}

/** A broker of the company, or the one of this server: by default on the port that devices try first. */
function mqttOf({ MQTT_URL: url, MQTT_CLIENT_ID: clientId, MQTT_PORT: port }: Env): { mqtt?: MqttOptions } {
  if (url !== undefined) {
    return { mqtt: { url, clientId } }
  }
  return port === 'off' ? {} : { mqtt: { port: port ?? DEFAULT_MQTT_PORT, isWished: port !== undefined } }
}

/** Loaded only where somebody watches. */
async function createMetrics(token: string): Promise<{ metrics: Metrics; token: string }> {
  const { Metrics } = await import('./metrics/Metrics.ts')
  return { metrics: new Metrics(), token }
}

async function startDatabase({ DATA_DIR }: Env): Promise<string> {
  const { startEmbeddedPostgres } = await import('./storage/embedded-postgres/startEmbeddedPostgres.ts')
  const database = await startEmbeddedPostgres({ dataDir: DATA_DIR, log: say })
  end.add(() => database.stop())
  return database.url
}

/** Seeds are large and wanted once, so they are loaded only for a database without people. */
async function seedWhenEmpty(ownerUrl: string, files: FileStore): Promise<void> {
  const owner = openDatabase({ url: ownerUrl, poolSize: 2 })
  try {
    const { rows } = await owner.raw<{ rows: { used: boolean }[] }>('SELECT EXISTS (SELECT FROM users) AS used')
    if (rows[0]?.used === false) {
      const [{ seedDemo }, { hashPassword }] = await Promise.all([
        import('./seeding/seedDemo.ts'),
        import('./auth/hashPassword.ts'),
      ])
      await seedDemo({ owner, hashPassword, files, report: say })
    }
  } finally {
    await owner.destroy()
  }
}

/** For the person who started the program; logs are for machines. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
