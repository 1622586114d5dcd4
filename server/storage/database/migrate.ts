import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Knex } from 'knex'
import pg from 'pg'
import { connectionSettings } from './connectionSettings.ts'
import { installQueue } from '../queue/installQueue.ts'
import { QUEUE_SCHEMA } from '../queue/queueSettings.ts'
import { openDatabase } from './openDatabase.ts'

const DIRECTORY = fileURLToPath(new URL('../../../migrations/', import.meta.url))

/** Migrations are plain TypeScript modules, loaded as they are: Node strips the types. */
const sourceUpTo = (last: string): Knex.MigrationSource<string> => ({
  async getMigrations() {
    const files = await readdir(DIRECTORY)
    return files.filter((file) => /^\d{14}_\w+\.ts$/.test(file) && file <= last).toSorted()
  },
  getMigrationName: (file) => file,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module on disk has the type that it has
  getMigration: (file) => import(pathToFileURL(join(DIRECTORY, file)).href) as Promise<Knex.Migration>,
})

const configUpTo = (last: string): Knex.MigratorConfig => ({
  migrationSource: sourceUpTo(last),
  tableName: 'migrations_done',
})

/** Behind every name of a migration. */
const ALL = '~'
const CONFIG = configUpTo(ALL)

/**
 * Brings the database up to date, or to the migration of that file name, as its owner; up to date, also the tables of the
 * queue. Answers the names of the migrations that were run.
 */
export function migrateUp(ownerUrl: string, last = ALL): Promise<string[]> {
  return alone(ownerUrl, async (owner) => {
    const [, names]: [number, string[]] = await owner.migrate.latest(configUpTo(last))
    if (last === ALL) {
      await installQueue(ownerUrl)
    }
    return names
  })
}

/** Takes back what the last `migrateUp` ran; `last` as it was given to it. */
export function migrateBack(ownerUrl: string, last: string): Promise<void> {
  return alone(ownerUrl, async (owner) => {
    await owner.migrate.rollback(configUpTo(last))
  })
}

/** Takes every migration back, newest first, and the queue. */
export function migrateDown(ownerUrl: string): Promise<void> {
  return alone(ownerUrl, async (owner) => {
    await owner.raw(`DROP SCHEMA IF EXISTS ${QUEUE_SCHEMA} CASCADE`)
    await owner.migrate.rollback(CONFIG, true)
  })
}

/**
 * Servers that start together take turns by an advisory lock, which PostgreSQL releases when a process dies. Knex' own
 * lock is a row that outlives a kill -9 and would block every later start; behind ours it can only be such a leftover.
 */
async function alone<T>(ownerUrl: string, work: (owner: Knex) => Promise<T>): Promise<T> {
  const turn = new pg.Client(connectionSettings(ownerUrl))
  const owner = openDatabase({ url: ownerUrl, poolSize: 2 })
  await turn.connect()
  try {
    await turn.query('SELECT pg_advisory_lock(72840111)')
    await owner.migrate.forceFreeMigrationsLock(CONFIG)
    return await work(owner)
  } finally {
    await owner.destroy()
    await turn.end()
  }
}
