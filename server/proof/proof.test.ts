/** Somebody who owns the database changes it behind the program's back: each change is named, and what is derived comes back. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { random } from '#collab/testing/random.ts'
import { LiveFixture, ROWS, TEXTS, valuesOf, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'
import { proveAll, type ProofReport } from './proveAll.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer({ snapshotLimits: { rows: 5, bytes: 1 << 20 }, announceMs: 0 })
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

/** A sheet in its second generation, with cells, bulk writes, refused ones, a snapshot, and a row of a program in each. */
async function newUsedSheet(): Promise<TestSheet> {
  const sheet = await fixture.newSheet()
  await write(sheet, 'one')
  expect(await server.collaboration.fold(sheet.tenantId, sheet.document.documentId)).toBe('sealed')
  await write({ ...sheet, name: sheet.name.replace('@1', '@2') }, 'two')
  return sheet
}

async function write(sheet: TestSheet, text: string): Promise<void> {
  const { token, identity } = await fixture.newPerson('editor')
  const client = new LiveClient({ url: server.url, name: sheet.name, token })
  await until(() => client.provider.synced, 'synced')
  for (const row of ROWS) {
    client.sheet.set(row, 2, `${text} ${row}`)
    client.sheet.set(row, 3, 'refused')
    await until(() => client.isSaved, 'saved')
  }
  client.sheet.write(ROWS, [4, 5], (row, column) => (column === 0 ? text : row))
  await until(() => client.isSaved, 'saved')
  await server.collaboration.writeRows(identity, sheet, [{ values: valuesOf({ 2: text, 5: 7 }) }], 'api')
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  const snapshots = (): Promise<unknown[]> =>
    database
      .owner('document_snapshots')
      .where({ document_id: sheet.document.documentId, generation: text === 'one' ? 1 : 2 })
  await until(async () => (await snapshots()).length > 0, 'a snapshot is taken')
  client.destroy()
}

const problemsOf = ({ problems }: ProofReport, { document }: TestSheet): string[] =>
  problems
    .filter((problem) => problem.document.documentId === document.documentId)
    .map(({ where, what, remedy }) => `${where}: ${what} (${remedy})`)

test('[PRF1] what servers wrote is proved whole, also while people go on writing', async () => {
  const sheet = await newUsedSheet()
  const { token } = await fixture.newPerson('boss')
  const client = new LiveClient({ url: server.url, name: sheet.name.replace('@1', '@2'), token })
  await until(() => client.provider.synced, 'synced')
  const next = random(1)
  let isWriting = true
  const writing = (async () => {
    for (let n = 0; isWriting; n++) {
      client.sheet.set(ROWS[Math.floor(next() * 4)]!, TEXTS[n % 3]!, `edit ${n}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  for (let n = 0; n < 5; n++) {
    const report = await proveAll(database.ownerUrl, 'verify')
    expect(report.problems).toEqual([])
    expect(report).toMatchObject({ generations: 2 * report.documents })
    expect(report.updates).toBeGreaterThan(20)
    expect(report.snapshots).toBeGreaterThan(1)
  }
  expect((await proveAll(database.ownerUrl, 'rebuild')).problems).toEqual([])
  isWriting = false
  await writing
  await until(() => client.isSaved, 'saved')
  client.destroy()
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  expect((await proveAll(database.ownerUrl, 'verify')).problems).toEqual([])
})

const BACKUP = 'bring this back from a backup: nothing else has it'
const AUDIT = 'compare the audit log with a backup: the program writes both in one statement and changes neither'
const REBUILD = 'npm run rebuild'
const UNTOUCHED = /^rows and history: not (compared|made anew), because the journal is not whole/
const flip = (column: string): string =>
  `set_byte(${column}, length(${column}) - 3, get_byte(${column}, length(${column}) - 3) # 1)`

interface Tampering {
  name: string
  /** Of the document $1. */
  sql: string
  expected: (string | RegExp)[]
}

const TAMPERINGS: readonly Tampering[] = [
  { name: 'nothing', sql: 'SELECT $1::int', expected: [] },
  {
    name: 'a byte of an update',
    sql: `UPDATE document_updates SET bytes = ${flip('bytes')} WHERE document_id = $1 AND seq = 3`,
    expected: [`position 3: the update does not match its hash (${BACKUP})`, UNTOUCHED],
  },
  {
    name: 'a byte of the newest snapshot',
    sql: `UPDATE document_snapshots s SET bytes = ${flip('bytes')} WHERE document_id = $1 AND generation = 2
          AND upto_seq = (SELECT max(upto_seq) FROM document_snapshots WHERE document_id = s.document_id)`,
    expected: [/^snapshot at \d+: does not match its hash \(delete this snapshot/],
  },
  {
    name: 'a snapshot that is whole and says something else',
    sql: `UPDATE document_snapshots s SET (bytes, sha256) = (SELECT seed, sha256 FROM document_generations WHERE document_id = $1 AND generation = 1)
          WHERE document_id = $1 AND generation = 2 AND upto_seq = (SELECT max(upto_seq) FROM document_snapshots WHERE document_id = s.document_id)`,
    expected: [/^snapshot at \d+: says something else than the journal \(delete this snapshot/],
  },
  {
    name: 'what a server said that it has',
    sql: `INSERT INTO document_content_hashes (tenant_id, document_id, generation, seq, hash)
          SELECT tenant_id, id, generation, head_seq, repeat('0', 16) FROM documents WHERE id = $1
          ON CONFLICT (tenant_id, document_id) DO UPDATE SET seq = excluded.seq, generation = excluded.generation, hash = excluded.hash`,
    expected: [/^position \d+: a server said that it has something else than the journal \(restart the servers/],
  },
  {
    name: 'a byte of a seed',
    sql: `UPDATE document_generations SET seed = ${flip('seed')} WHERE document_id = $1 AND generation = 1`,
    expected: [`generation 1: its first state does not match its hash (${BACKUP})`, UNTOUCHED],
  },
  {
    name: 'a seed with its hash',
    sql: `UPDATE document_generations SET (seed, sha256) = (SELECT seed, sha256 FROM document_generations WHERE document_id = $1 AND generation = 1)
          WHERE document_id = $1 AND generation = 2`,
    expected: [
      `generation 2: does not begin with what the one before ended with (${BACKUP})`,
      `generation 2: its first state is not the one of the audit log (${AUDIT})`,
      /^snapshot at \d+: says something else than the journal/,
      UNTOUCHED,
    ],
  },
  {
    name: 'an update is taken out',
    sql: 'DELETE FROM document_updates WHERE document_id = $1 AND seq = 4',
    expected: [
      `position 4: missing in the journal (${BACKUP})`,
      `position 4: in the audit log, but not in the journal (${AUDIT})`,
      UNTOUCHED,
    ],
  },
  {
    name: 'the last update is taken out, and the snapshots with it',
    sql: `WITH gone AS (DELETE FROM document_snapshots WHERE document_id = $1) DELETE FROM document_updates u WHERE document_id = $1 AND seq = (SELECT head_seq FROM documents WHERE id = u.document_id)`,
    expected: [
      /^position \d+: missing in the journal/,
      /^position \d+: in the audit log, but not in the journal/,
      /^the document: cannot be opened: the journal of document \d+ ends at \d+, before its head/,
      UNTOUCHED,
    ],
  },
  {
    name: 'an entry of the audit log is taken out, and one is given to somebody else',
    sql: `WITH gone AS (DELETE FROM audit_log WHERE subject_id = $1::text AND action = 'sheet.write' AND after->>'seq' = '2')
          UPDATE audit_log SET actor_id = gen_random_uuid() WHERE subject_id = $1::text AND action = 'sheet.write' AND after->>'seq' = '3'`,
    expected: [
      `position 2: without an entry in the audit log (${AUDIT})`,
      `position 3: by somebody else in the audit log (${AUDIT})`,
      UNTOUCHED,
    ],
  },
  {
    name: 'a row is taken out',
    sql: `DELETE FROM rows WHERE table_id = (SELECT table_id FROM documents WHERE id = $1) AND row_id = 'r2'`,
    expected: [`rows (row_id r2): is missing (${REBUILD})`],
  },
  {
    name: 'a value and a total are changed',
    sql: `UPDATE rows SET values = '{"2":"other"}', co2e_kg = 5 WHERE table_id = (SELECT table_id FROM documents WHERE id = $1) AND row_id = 'r3'`,
    expected: [`rows (row_id r3): is not what the journal says: co2e_kg, values (${REBUILD})`],
  },
  {
    name: 'a change is told otherwise',
    sql: `UPDATE cell_changes SET old = '"never"' WHERE document_id = $1 AND seq = 1`,
    expected: [/^cell_changes \(document_id \d+, seq 1, row_id r1, ordinal 2\): is not what the journal says: old/],
  },
  {
    name: 'a change is taken out, and one is made up',
    sql: 'UPDATE cell_changes SET seq = 900 WHERE document_id = $1 AND seq = 1',
    expected: [
      /^cell_changes \(.*seq 1, row_id r1, ordinal 2\): is missing/,
      /^cell_changes \(.*seq 900, row_id r1, ordinal 2\): is there, and the journal knows nothing of it/,
    ],
  },
  {
    name: 'a bulk write loses its record',
    sql: 'DELETE FROM bulk_changes WHERE document_id = $1',
    expected: [
      /^bulk_changes \(document_id \d+, seq 9, position 0\): is missing/,
      /^bulk_changes \(document_id \d+, seq 19, position 0\): is missing/,
    ],
  },
  {
    name: 'a gesture counts otherwise',
    sql: `UPDATE sheet_gestures SET counts = '{"2": 99}' WHERE document_id = $1 AND first_seq = 1`,
    expected: [/^sheet_gestures \(.*\): is not what the journal says: counts/],
  },
  {
    name: 'a hash is taken out',
    sql: `DELETE FROM document_update_hashes h USING document_updates u
          WHERE h.document_id = $1 AND u.document_id = $1 AND u.sha256 = h.sha256 AND u.seq = 1`,
    expected: [/^document_update_hashes \(.*\): is missing/],
  },
]

async function tamper(sql: string, { document }: TestSheet): Promise<void> {
  await database.owner.transaction(async (trx) => {
    await trx.raw('SET LOCAL session_replication_role = replica')
    const bindings = Array.from(sql.matchAll(/\$1/g), () => document.documentId)
    await trx.raw(sql.replaceAll('$1', '?'), bindings)
  })
}

test('[PRF2] [PRF3] each tampering is named with its place and remedy; what is derived is made good', async () => {
  const sheets = await Promise.all(TAMPERINGS.map(() => newUsedSheet()))
  for (const [i, { sql }] of TAMPERINGS.entries()) {
    await tamper(sql, sheets[i]!)
  }
  const before = await proveAll(database.ownerUrl, 'verify')
  TAMPERINGS.forEach(({ name, expected }, i) => {
    expect(problemsOf(before, sheets[i]!), name).toEqual(
      expected.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))),
    )
  })
  expect(
    before.problems.every(({ document }) => sheets.some((sheet) => sheet.document.documentId === document.documentId)),
  ).toBe(true)

  const derived = ({ problems }: ProofReport): number => problems.filter(({ remedy }) => remedy === REBUILD).length
  const checked = await proveAll(database.ownerUrl, 'check')
  expect(derived(checked)).toBe(derived(before))
  const rebuilt = await proveAll(database.ownerUrl, 'rebuild')
  expect(rebuilt.problems.filter(({ remedy }) => remedy === null)).toHaveLength(derived(before))
  const after = await proveAll(database.ownerUrl, 'verify')
  expect(derived(after)).toBe(0)
  expect(after.problems).toEqual(before.problems.filter(({ remedy }) => remedy !== REBUILD))
})

async function command(...words: string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, DATABASE_URL: database.ownerUrl, LOG_LEVEL: 'silent' }
  const child = spawn(process.execPath, [MAIN, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}

test('[PRF2] the commands say so, and end with 1 when something is wrong', async () => {
  const sheet = await newUsedSheet()
  await tamper(
    `DELETE FROM rows WHERE table_id = (SELECT table_id FROM documents WHERE id = $1) AND row_id = 'r2'`,
    sheet,
  )
  const { documentId } = sheet.document
  const line = `document ${documentId} (T${documentId}, FY2025): rows (row_id r2): is missing\n    remedy: npm run rebuild\n`
  const [verify, check] = await Promise.all([command('verify'), command('rebuild', '--check')])
  expect([verify.code, check.code]).toEqual([1, 1])
  expect(verify.output).toContain(line)
  expect(check.output).toContain(line)
  expect(verify.output).toMatch(/\d+ documents, \d+ updates, \d+ generations and \d+ snapshots read: \d+ problems\n$/)
  const rebuild = await command('rebuild')
  expect(rebuild.code).toBe(1) // journals that are not whole are left alone
  expect(rebuild.output).toContain('rows (row_id r2): was missing\n    made good\n')
})
