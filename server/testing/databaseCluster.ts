import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../storage/embedded-postgres/startEmbeddedPostgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** postgres:// URL of the owner of the cluster of this test run. */
    databaseClusterUrl: string
  }
}

/** One real PostgreSQL for the whole test run; every test file makes its own database in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carbonsheet-tests-'))
  const cluster = await startEmbeddedPostgres({ dataDir })
  await forgetOnPowerLoss(cluster.url)
  project.provide('databaseClusterUrl', cluster.url)
  return async () => {
    await cluster.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Test data need not survive a power cut, and without waiting for the disk the tests are several times faster. */
async function forgetOnPowerLoss(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('ALTER SYSTEM SET fsync = off')
  await client.query('SELECT pg_reload_conf()')
  await client.end()
}
