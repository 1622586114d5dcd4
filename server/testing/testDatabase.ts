import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import pg from 'pg'
import { inject } from 'vitest'
import { ensureAppRole } from '../storage/database/appRole.ts'
import { migrateUp } from '../storage/database/migrate.ts'
import { openDatabase } from '../storage/database/openDatabase.ts'

/** A database of its own in the cluster of this test run. */
export interface TestDatabase {
  /** URL of the owner, who stands above row-level security. */
  ownerUrl: string
  /** URL of the role of the app. */
  appUrl: string
  /** Connected as the owner: for arranging and for looking behind the scenes. */
  owner: Knex
  /** Connected as the app: what the code under test gets. */
  db: Knex
  /** Closes both and removes the database. */
  drop: () => Promise<void>
}

/**
 * Creates and migrates a database, in the cluster of the test run or in another one. `migrated: false` leaves it empty. Drop
 * it in `afterAll`.
 */
export async function createTestDatabase({
  migrated = true,
  clusterUrl = inject('databaseClusterUrl'),
} = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asOwner(clusterUrl, (client) => client.query(`CREATE DATABASE ${name}`))
  const ownerUrl = Object.assign(new URL(clusterUrl), { pathname: `/${name}` }).href
  const appUrl = await ensureAppRole(ownerUrl)
  if (migrated) {
    await migrateUp(ownerUrl)
  }
  const owner = openDatabase({ url: ownerUrl, poolSize: 2 })
  const db = openDatabase({ url: appUrl, poolSize: 10 })
  return {
    ownerUrl,
    appUrl,
    owner,
    db,
    drop: async () => {
      await Promise.all([owner.destroy(), db.destroy()])
      await asOwner(clusterUrl, async (client) => {
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
        await client.query(`DROP ROLE ${name}_app`)
      })
    },
  }
}

async function asOwner(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await work(client)
  await client.end()
}
