import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { processIdentity } from './processIdentity.ts'
import { attachEmbeddedPostgres } from './attachEmbeddedPostgres.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './startEmbeddedPostgres.ts'

const HOLDER = fileURLToPath(new URL('testing/holdDatabase.ts', import.meta.url))

async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carbonsheet-database-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Starts here, and stops at the end of the test whatever happens. */
async function start(dataDir: string): Promise<EmbeddedPostgres & { said: string[] }> {
  const said: string[] = []
  const database = await startEmbeddedPostgres({ dataDir, log: (message) => void said.push(message) })
  onTestFinished(() => database.stop())
  return { ...database, said }
}

/** Starts in a process of its own, which can be killed. */
async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [HOLDER, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, url: chunk.toString().trim() }
}

async function killHard(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

test('a new database is UTF-8, asks for its password, listens on the loopback address only and hides the password', async () => {
  const dataDir = await newDataDir()
  const { url, isNew } = await start(dataDir)
  expect(isNew).toBe(true)
  expect(
    await query(
      url,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS listens,
        current_setting('unix_socket_directories') AS sockets, datlocale AS locale, current_setting('timezone') AS zone
        FROM pg_database WHERE datname = current_database()`,
    ),
  ).toEqual([{ encoding: 'UTF8', listens: '127.0.0.1', sockets: '', locale: 'C.UTF-8', zone: 'UTC' }])
  await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow('password authentication failed')
  expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600)
})

test('data, port and password outlive a stop and a start', async () => {
  const dataDir = await newDataDir()
  const first = await start(dataDir)
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
  const second = await start(dataDir)
  expect([second.isNew, second.url]).toEqual([false, first.url])
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
})

test('stop ends every process of the database, and stopping twice is harmless', async () => {
  const dataDir = await newDataDir()
  const database = await start(dataDir)
  const pid = await postmasterPid(dataDir)
  await Promise.all([database.stop(), database.stop()])
  expect(await processIdentity(pid)).toBe(null)
})

test('after kill -9 of the app the next start stops the orphan and finds every committed row', async () => {
  const dataDir = await newDataDir()
  const { child, url } = await startElsewhere(dataDir)
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS answer')
  const orphan = await postmasterPid(dataDir)
  await killHard(child)
  expect(await processIdentity(orphan)).not.toBe(null)
  const next = await start(dataDir)
  expect(await processIdentity(orphan)).toBe(null)
  expect(next.said).toEqual(['Stopped a database that was left running by a server that was killed.'])
  expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 1 }])
})

test('after kill -9 of app and database at once the next start recovers, while old backends still end', async () => {
  const dataDir = await newDataDir()
  const { child, url } = await startElsewhere(dataDir)
  await query(url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS answer')
  const busy = query(url, 'SELECT pg_sleep(2)').catch(() => [])
  process.kill(await postmasterPid(dataDir), 'SIGKILL')
  await killHard(child)
  const next = await start(dataDir)
  expect(await query(next.url, 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }])
  await busy
})

test('a stale postmaster.pid with the number of an unrelated process does not stop the start', async () => {
  const dataDir = await newDataDir()
  const first = await start(dataDir)
  await first.stop()
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'postgres')}\n`)
  const second = await start(dataDir)
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a lock that a killed server left, whole or half-written, is taken over', async () => {
  const dataDir = await newDataDir()
  const gone = spawn(process.execPath, ['-e', ''])
  await once(gone, 'exit')
  for (const left of [
    JSON.stringify({ pid: gone.pid, identity: 'boot:1' }),
    JSON.stringify({ pid: process.pid, identity: 'earlier boot:1' }),
    '{"pid":',
  ]) {
    await writeFile(join(dataDir, 'postgres-lock'), left)
    const database = await start(dataDir)
    await database.stop()
  }
})

test('a taken port is left alone and another one is used', async () => {
  const dataDir = await newDataDir()
  const first = await start(dataDir)
  await first.stop()
  const port = Number(new URL(first.url).port)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const second = await start(dataDir)
  expect(new URL(second.url).port).not.toBe(String(port))
  expect(second.said).toEqual([`Port ${port} of the embedded database is taken; using ${new URL(second.url).port}.`])
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('two servers on one DATA_DIR: the second is told which process has it and what to do, the first goes on', async () => {
  const dataDir = await newDataDir()
  const { child, url } = await startElsewhere(dataDir)
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `Another Carbonsheet (process ${child.pid}) already works on ${dataDir}. Nothing was changed. ` +
      'Stop that one first, or start this one with another DATA_DIR (and another PORT).',
  )
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a command works beside the server that has started the database, and starts it itself when there is none', async () => {
  const dataDir = await newDataDir()
  const { url } = await startElsewhere(dataDir)
  const beside = await attachEmbeddedPostgres(dataDir)
  expect(beside.url).toBe(url)
  await beside.stop()
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  const alone = await attachEmbeddedPostgres(await newDataDir())
  expect(await query(alone.url, 'SELECT 2 AS two')).toEqual([{ two: 2 }])
  await alone.stop()
})

test('a database that is killed under a running app is started again at the same address', async () => {
  const dataDir = await newDataDir()
  const database = await start(dataDir)
  await query(database.url, 'CREATE TABLE kept AS SELECT 7 AS answer')
  process.kill(await postmasterPid(dataDir), 'SIGKILL')
  await expect.poll(() => query(database.url, 'SELECT answer FROM kept').catch(() => null)).toEqual([{ answer: 7 }])
})

test('a start that was killed while it created the cluster leaves nothing in the way', async () => {
  const dataDir = await newDataDir()
  await mkdir(join(dataDir, 'postgres.new-0123abcd', 'cluster'), { recursive: true })
  await writeFile(join(dataDir, 'postgres.new-0123abcd', 'cluster', 'PG_VERSION'), '18\n')
  const database = await start(dataDir)
  expect(database.isNew).toBe(true)
  await expect(stat(join(dataDir, 'postgres.new-0123abcd'))).rejects.toThrow('ENOENT')
})

if (process.getuid?.() === 0) {
  test('as root, a DATA_DIR that the database’s account cannot enter works and is remembered', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'carbonsheet-closed-'))
    await chmod(closed, 0o700)
    const dataDir = join(closed, 'data')
    onTestFinished(() => rm(closed, { recursive: true, force: true }))
    const first = await start(dataDir)
    const home = (await readFile(join(dataDir, 'postgres-elsewhere'), 'utf8')).trim()
    onTestFinished(() => rm(home, { recursive: true, force: true }))
    await query(first.url, 'CREATE TABLE kept AS SELECT 5 AS answer')
    await first.stop()
    const second = await start(dataDir)
    expect(second.isNew).toBe(false)
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 5 }])
    await second.stop()
  })
}
