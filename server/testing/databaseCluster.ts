import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../storage/embedded-postgres/startEmbeddedPostgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** postgres:// URL of the owner of the cluster of this test run. */
    databaseClusterUrl: string
    /** Where tests write down which routes of the API they have exercised. */
    exercisedRoutesFile: string
  }
}

/** Several files at once start several servers each, one after the other's connections have not ended. */
const CONNECTIONS = 400

/** One real PostgreSQL for the whole test run; every test file makes its own database in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carbonsheet-tests-'))
  const cluster = await startEmbeddedPostgres({ dataDir, connections: CONNECTIONS })
  await forgetOnPowerLoss(cluster.url)
  project.provide('databaseClusterUrl', cluster.url)
  const notes = await mkdtemp(join(tmpdir(), 'carbonsheet-routes-'))
  const exercisedRoutesFile = join(notes, 'exercised')
  await writeFile(exercisedRoutesFile, '')
  project.provide('exercisedRoutesFile', exercisedRoutesFile)
  return async () => {
    await cluster.stop()
    await rm(dataDir, { recursive: true, force: true })
    const exercised = new Set((await readFile(exercisedRoutesFile, 'utf8')).trimEnd().split('\n'))
    await rm(notes, { recursive: true })
    if (await isWholeRun(project)) {
      await refuseUnexercised(exercised)
    }
  }
}

/** Whether every test file of the project was run: a part of them exercises a part of the routes. */
async function isWholeRun(project: TestProject): Promise<boolean> {
  const { testFiles } = await project.globTestFiles()
  const run = project.vitest.state.getFiles().filter((file) => file.projectName === project.name)
  return run.length === testFiles.length && project.vitest.config.testNamePattern === undefined
}

/** Ends the run with an error that names the routes which no test has called with success. */
async function refuseUnexercised(exercised: ReadonlySet<string>): Promise<void> {
  const { ROUTES } = await import('../api/routes.ts')
  const missing = ROUTES.map(({ method, path }) => `${method} ${path}`).filter((route) => !exercised.has(route))
  if (missing.length > 0) {
    throw new Error(`No test calls these routes with success: ${missing.join(', ')}. Add a request to a test of each.`)
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
