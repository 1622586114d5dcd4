/** A sheet as it was: real sockets, a real journal, the thread. */
import type pg from 'pg'
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { openPool } from '#server/storage/database/openPool.ts'
import { TenantReader } from '#server/storage/database/TenantReader.ts'
import { LiveFixture, NUMBER, ROWS, valuesOf, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { SheetMoments } from './SheetMoments.ts'

const ALL = [2, 3, 4, NUMBER]

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
let pool: pg.Pool
let moments: SheetMoments
const clients: LiveClient[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer({ snapshotLimits: { rows: 7, bytes: 1 << 20 } })
  pool = openPool({ url: database.appUrl, poolSize: 2, pipeline: true }, () => {})
  moments = new SheetMoments(new TenantReader(pool), database.appUrl)
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  expect(server.complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await moments.stop()
  await fixture.stop()
  await pool.end()
  await database.drop()
})

async function open(sheet: TestSheet, part: string): Promise<LiveClient> {
  const { documentId } = await server.collaboration.partDocument(sheet.tenantId, { ...sheet, part })
  const { token } = await fixture.newPerson('boss')
  const client = new LiveClient({ url: server.url, name: documentName(documentId, 1), token })
  clients.push(client)
  await until(() => client.provider.synced, 'opened')
  return client
}

async function now(): Promise<string> {
  const { rows } = await database.owner.raw<{ rows: { now: string }[] }>(
    `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now`,
  )
  return rows[0]!.now
}

type Content = [string, [number, unknown][]][]

/** Rows that have a place, and of their cells those of some fields. */
function contentOf(sheets: readonly Sheet[], ordinals: readonly number[]): Content {
  const merged = new Map<string, Map<number, unknown>>()
  for (const sheet of sheets) {
    for (const [row, cells] of sheet.content()) {
      const own = merged.get(row) ?? new Map<number, unknown>()
      merged.set(row, own)
      cells.forEach((value, ordinal) => own.set(ordinal, value))
    }
  }
  const kept = [ORDER, DELETED, ...ordinals]
  return [...merged]
    .filter(([, cells]) => cells.has(ORDER))
    .map(([row, cells]): Content[number] => [
      row,
      [...cells].filter(([ordinal]) => kept.includes(ordinal)).sort(([a], [b]) => a - b),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

const bytesOf = (content: Uint8Array): Buffer => Buffer.from(Buffer.from(content).toString('latin1'), 'base64')

function sheetOf(content: Uint8Array): Sheet {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytesOf(content))
  return new Sheet(doc)
}

async function contentAt(sheet: TestSheet, at: string, ordinals = ALL): Promise<Content | null> {
  const { content } = await moments.at(sheet.tenantId, sheet, ordinals, at)
  return content === null ? null : contentOf([sheetOf(content)], ordinals)
}

test('[HIST5] is exactly what every part held at that moment, and of it only the fields asked for', async () => {
  const before = await now()
  const sheet = await fixture.newSheet(ROWS, { 3: ['boss'], [NUMBER]: ['boss'] })
  const [common, side] = [await open(sheet, 'common'), await open(sheet, 'boss')]
  const sheets = [common.sheet, side.sheet]
  const known: { at: string; all: Content; some: Content }[] = []
  const remember = async (): Promise<void> => {
    await until(() => common.isSaved && side.isSaved, 'saved')
    known.push({ at: await now(), all: contentOf(sheets, ALL), some: contentOf(sheets, [2, 4]) })
  }
  await remember()
  for (let n = 0; n < 24; n++) {
    const row = ROWS[n % 4]!
    common.sheet.set(row, 2, `t${n}`)
    side.sheet.set(row, n % 2 === 0 ? 3 : NUMBER, n)
    if (n % 3 === 0) {
      common.sheet.write([`n${n}`, 'r2'], [ORDER, 4], (_, column) => [`V${n}`, `p${n}`][column]!)
      side.sheet.write(['r1', `n${n}`], [3], () => `SECRET${n}`)
    }
    if (n % 5 === 0) {
      common.sheet.set('r3', DELETED, n % 2 === 0)
    }
    await remember()
  }

  for (const { at, all, some } of known.toReversed()) {
    expect(await contentAt(sheet, at)).toEqual(all)
    expect(await contentAt(sheet, at, [2, 4])).toEqual(some)
  }
  expect(new Set(known.map(({ all }) => JSON.stringify(all))).size).toBe(25)
  const last = await moments.at(sheet.tenantId, sheet, [2, 4], known.at(-1)!.at)
  expect(bytesOf(last.content!).includes('SECRET')).toBe(false)
  expect(await moments.at(sheet.tenantId, sheet, ALL, before)).toEqual({ since: last.since, content: null })
  expect(last.since! > before).toBe(true)
  const snapshots = await database.owner('document_snapshots').where({ document_id: sheet.document.documentId })
  expect(snapshots.length).toBeGreaterThan(0)
})

test('[HIST5] the moment of a change has that change in it, and the microsecond before has not', async () => {
  const sheet = await fixture.newSheet()
  const client = await open(sheet, 'common')
  client.sheet.set('r1', 2, 'changed')
  await until(() => client.isSaved, 'saved')
  const { rows } = await database.owner.raw<{ rows: { at: string; before: string }[] }>(
    `SELECT to_json(created_at)#>>'{}' AS at, to_json(created_at - interval '1 microsecond')#>>'{}' AS before
     FROM document_updates WHERE document_id = ?`,
    [sheet.document.documentId],
  )
  const valueAt = async (at: string): Promise<unknown> =>
    new Map((await contentAt(sheet, at))!.map(([row, cells]) => [row, new Map(cells)])).get('r1')?.get(2)

  expect([await valueAt(rows[0]!.at), await valueAt(rows[0]!.before)]).toEqual(['changed', 'seed01'])
})

test('[HIST5] many who ask at once are answered from one reading; a foreign tenant is told of no sheet', async () => {
  const sheet = await fixture.newSheet()
  const at = await now()
  const answers = await Promise.all(Array.from({ length: 100 }, () => moments.at(sheet.tenantId, sheet, ALL, at)))

  expect(new Set(answers.map(({ content }) => content)).size).toBe(1)
  const foreign = { ...sheet, tenantId: crypto.randomUUID() }
  expect(await moments.at(foreign.tenantId, foreign, ALL, at)).toEqual({ since: null, content: null })
})

test('[HIST5] a journal that is not whole gives an error and never another sheet; the next one is asked for as ever', async () => {
  const [broken, whole] = [await fixture.newSheet(), await fixture.newSheet()]
  const client = await open(broken, 'common')
  for (const value of ['a', 'b', 'c']) {
    client.sheet.set('r1', 2, value)
    await until(() => client.isSaved, 'saved')
  }
  client.destroy()
  const at = await now()
  const { owner } = database
  await owner.raw('ALTER TABLE document_updates DISABLE TRIGGER USER')
  await owner('document_updates')
    .where({ document_id: broken.document.documentId, seq: 3 })
    .update({ bytes: Buffer.from([0]) })
  await expect(moments.at(broken.tenantId, broken, ALL, at)).rejects.toThrow('journal row 3')
  await owner('document_updates').where({ document_id: broken.document.documentId, seq: 3 }).delete()
  await owner.raw('ALTER TABLE document_updates ENABLE TRIGGER USER')
  await expect(moments.at(broken.tenantId, broken, [2, 3, 4], at)).rejects.toThrow('has a gap')

  expect(await contentAt(whole, at)).toHaveLength(ROWS.length)
})

test('[HIST5] finds every moment in the generation that was alive then, also of what was written while it was folded', async () => {
  const sheet = await fixture.newSheet()
  const { identity } = await fixture.newPerson('boss')
  const known: { at: string; values: (string | undefined)[] }[] = []
  const values: (string | undefined)[] = ['seed01', 'seed11', 'seed21', 'seed31']
  let n = 0
  const write = async (): Promise<void> => {
    const row = n % 4
    values[row] = `w${n++}`
    await server.collaboration.writeRows(
      identity,
      sheet,
      [{ id: ROWS[row]!, values: valuesOf({ 2: values[row]! }) }],
      'api',
    )
    known.push({ at: await now(), values: [...values] })
  }
  for (let generation = 2; generation < 5; generation++) {
    await write()
    let isFolding = true
    const folding = server.collaboration.fold(sheet.tenantId, sheet.document.documentId).finally(() => {
      isFolding = false
    })
    while (isFolding) {
      await write()
    }
    expect(await folding).toBe('sealed')
    await write()
  }
  const generations = await database.owner('document_generations').where({ document_id: sheet.document.documentId })

  expect(generations).toHaveLength(4)
  for (const { at, values: expected } of known) {
    const rows = new Map((await contentAt(sheet, at))!.map(([row, cells]) => [row, new Map(cells)]))
    expect(ROWS.map((row) => rows.get(row)?.get(2))).toEqual(expected)
  }
})

test('[HIST5] finds a field in the part that it lay in then, while it moves from readers to readers', async () => {
  const sheet = await fixture.newSheet()
  const { identity } = await fixture.newPerson('boss')
  const { id: fieldId } = await database.owner('fields').where({ table_id: sheet.tableId, ordinal: 4 }).first('id')
  const known: { at: string; moved: unknown; other: unknown }[] = []
  let [moved, other]: unknown[] = ['seed03', 'seed01']
  const remember = async (): Promise<void> => {
    known.push({ at: await now(), moved, other })
  }
  const write = async (ordinal: number, value: string | null): Promise<void> => {
    const rows = [{ id: 'r1', values: new Map([[ordinal, value]]) }]
    expect((await server.collaboration.writeRows(identity, sheet, rows, 'api')).rejected).toEqual([])
    if (ordinal === 4) {
      moved = value ?? undefined
    } else {
      other = value ?? undefined
    }
    await remember()
  }
  const move = async (readers: readonly string[] | null): Promise<void> => {
    const actor = { userId: identity.userId, sessionId: null, origin: 'test' }
    const change = { tenantId: sheet.tenantId, tableId: sheet.tableId, fieldId, readers, actor }
    expect(await server.collaboration.moveField(change)).toBe('changed')
    await remember()
  }
  await remember()
  await move(['boss'])
  await write(4, 'in the side')
  await write(4, null)
  await move(null)
  await write(2, 'common only')
  await move(['boss'])
  await write(2, 'again')
  await move(null)
  await write(4, 'back')
  await move(['boss'])
  await move(null)

  for (const { at, moved: expected, other: besides } of known) {
    const row = new Map(new Map(await contentAt(sheet, at)).get('r1'))
    expect([at, row.get(4), row.get(2)]).toEqual([at, expected, besides])
  }
})

test('[HIST5] finds a field that moves at the very moment of the move, which is one for both documents', async () => {
  const sheet = await fixture.newSheet()
  const { tenantId, tableId } = sheet
  const { identity } = await fixture.newPerson('boss')
  const { id: fieldId } = await database.owner('fields').where({ table_id: tableId, ordinal: 4 }).first('id')
  const actor = { userId: identity.userId, sessionId: null, origin: 'test' }
  for (const readers of [['boss'], null, ['boss']]) {
    expect(await server.collaboration.moveField({ tenantId, tableId, fieldId, readers, actor })).toBe('changed')
  }
  const { rows } = await database.owner.raw<{ rows: { at: string }[] }>(
    `SELECT to_char(g.begun_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
     FROM documents d JOIN document_generations g ON g.tenant_id = d.tenant_id AND g.document_id = d.id
     WHERE d.table_id = ? AND g.generation > 1 ORDER BY g.begun_at`,
    [tableId],
  )
  const found = await Promise.all(
    rows.map(async ({ at }) => new Map(new Map(await contentAt(sheet, at)).get('r1')).get(4)),
  )
  expect(found).toEqual(Array(6).fill('seed03'))
  expect(new Set(rows.map(({ at }) => at)).size).toBe(3)
})
