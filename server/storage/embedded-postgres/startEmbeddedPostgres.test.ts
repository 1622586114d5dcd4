import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { isAlive } from './postmaster.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './startEmbeddedPostgres.ts'

const directories: string[] = []
const running: EmbeddedPostgres[] = []

function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'carbonsheet-pg-'))
  directories.push(directory)
  return directory
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir })
  running.push(database)
  return database
}

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows as T[]
}

/** A process that owns a database and can be killed; resolves with what it printed first. */
async function ownerProcess(dataDir: string): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const script = fileURLToPath(new URL('startEmbeddedPostgres.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { startEmbeddedPostgres } from ${JSON.stringify(script)}
       const { pid, url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })
       process.stdout.write(JSON.stringify({ pid, url }))
       setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const said = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
  )
  return { child, ...(JSON.parse(said) as { pid: number; url: string }) }
}

afterEach(async () => {
  for (const database of running.splice(0)) {
    await database.stop()
  }
  for (const directory of directories.splice(0)) {
    rmSync(directory, { recursive: true, force: true })
  }
})

test('a restart keeps the data, and stop leaves no process behind', async () => {
  const dataDir = dataDirectory()
  const first = await start(dataDir)
  await ask(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)')
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)

  const second = await start(dataDir)
  expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 42 }])
})

test('after kill -9 of its owner, the orphaned database is stopped and everything committed is there', async () => {
  const dataDir = dataDirectory()
  const owner = await ownerProcess(dataDir)
  await ask(owner.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)')
  const gone = new Promise((resolve) => owner.child.once('exit', resolve))
  owner.child.kill('SIGKILL')
  await gone
  expect(isAlive(owner.pid)).toBe(true)

  const next = await start(dataDir)
  expect(isAlive(owner.pid)).toBe(false)
  expect(await ask(next.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
})

test('after kill -9 of the database too, the next start recovers', async () => {
  const dataDir = dataDirectory()
  const owner = await ownerProcess(dataDir)
  await ask(owner.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (9)')
  const gone = new Promise((resolve) => owner.child.once('exit', resolve))
  process.kill(owner.pid, 'SIGKILL')
  owner.child.kill('SIGKILL')
  await gone

  const next = await start(dataDir)
  expect(await ask(next.url, 'SELECT n FROM kept')).toEqual([{ n: 9 }])
})

test('a pid file with the number of a stranger does not keep it from starting', async () => {
  const dataDir = dataDirectory()
  await (await start(dataDir)).stop()
  writeFileSync(join(dataDir, 'database', 'postmaster.pid'), `${process.pid}\n`)
  const next = await start(dataDir)
  expect(await ask(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
})

test('an initdb that was cut off is done again', async () => {
  const dataDir = dataDirectory()
  mkdirSync(join(dataDir, 'database.new', 'base'), { recursive: true })
  const database = await start(dataDir)
  expect(await ask(database.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }])
})

test('a second owner of the same directory is told who has it and what to do', async () => {
  const dataDir = dataDirectory()
  const owner = await ownerProcess(dataDir)
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/process \d+.*another DATA_DIR/)
  const gone = new Promise((resolve) => owner.child.once('exit', resolve))
  owner.child.kill('SIGKILL')
  await gone
  await start(dataDir)
})
