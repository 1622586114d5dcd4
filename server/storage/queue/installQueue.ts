import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { connectionSettings } from '../database/connectionSettings.ts'
import { HEARTBEAT_SECONDS, LONGEST_SECONDS, QUEUE, QUEUE_SCHEMA, RETRIES } from './queueSettings.ts'

/**
 * Brings the tables of pg-boss up to date as the owner of the database, and opens them to the role of the app: servers never
 * own anything. Its messages hold nothing but ids.
 */
export async function installQueue(ownerUrl: string): Promise<void> {
  const failures: Error[] = []
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: QUEUE_SCHEMA,
    max: 1,
    supervise: false,
    schedule: false,
  })
  boss.on('error', (error) => failures.push(error))
  await boss.start()
  try {
    const settings = {
      retryLimit: RETRIES,
      retryDelay: 1,
      expireInSeconds: LONGEST_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      notify: true,
    }
    await boss.createQueue(QUEUE, settings)
    await boss.updateQueue(QUEUE, settings) // of an earlier version, which creating leaves as it is
  } finally {
    await boss.stop({ graceful: false })
  }
  if (failures.length > 0) {
    throw failures[0]!
  }
  await openToApp(ownerUrl)
}

async function openToApp(ownerUrl: string): Promise<void> {
  const client = new pg.Client(connectionSettings(ownerUrl))
  await client.connect()
  try {
    const { rows } = await client.query<{ app: string }>(`SELECT current_database() || '_app' AS app`)
    const app = pg.escapeIdentifier(rows[0]!.app)
    await client.query(`GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${app};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${app};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${app}`)
  } finally {
    await client.end()
  }
}
