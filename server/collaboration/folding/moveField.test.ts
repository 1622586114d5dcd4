/** A field gets other readers while its sheet is open and written to: real sockets, a real database, the thread. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import { encodeSeed } from '#collab/schema/seedDocument.ts'
import { FollowingClient } from '#collab/testing/FollowingClient.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { LiveFixture, NUMBER, ROWS, valuesOf, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { createSheetDocument } from '../sheetDocuments.ts'

const MOVED = 4
const MOVES = sizeOf({ short: 4, long: 40 })
const PATIENCE_MS = sizeOf({ short: 120_000, long: 1_200_000 })

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
const clients: { destroy(): void }[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer()
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  expect(server.complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

async function open(sheet: TestSheet, part: string, role: string): Promise<LiveClient> {
  const { name } = await server.collaboration.partDocument(sheet.tenantId, { ...sheet, part })
  const { token } = await fixture.newPerson(role)
  const client = new LiveClient({ url: server.url, name, token })
  clients.push(client)
  await until(() => client.provider.synced || client.closes.length > 0, 'opened or refused')
  return client
}

const fieldId = async (sheet: TestSheet, ordinal = MOVED): Promise<string> =>
  (await database.owner('fields').where({ table_id: sheet.tableId, ordinal }).first('id')).id

async function move(
  sheet: TestSheet,
  readers: readonly string[] | null,
  more: { ordinal?: number; writers?: string[] } = {},
): Promise<string> {
  const { ordinal, ...rest } = more
  return server.collaboration.moveField({
    tenantId: sheet.tenantId,
    tableId: sheet.tableId,
    fieldId: await fieldId(sheet, ordinal),
    readers,
    actor: { userId: randomUUID(), sessionId: null, origin: '127.0.0.1' },
    ...rest,
  })
}

/** What the documents of a part say, from the database alone. */
async function partOfSheet(sheet: TestSheet, part: string): Promise<Awaited<ReturnType<typeof replayMoved>>> {
  const { documentId } = await server.collaboration.partDocument(sheet.tenantId, { ...sheet, part })
  return replayMoved(documentId)
}
const replayMoved = (documentId: number): ReturnType<typeof replayFromDatabase> =>
  replayFromDatabase(database.owner, documentId, { isMoved: true })

const valuesIn = (sheet: Awaited<ReturnType<typeof replayMoved>>, ordinal: number): unknown[] =>
  ROWS.map((row) => sheet.value(row, ordinal))

test('[MOVE1] its cells go into the part of the new readers and out of the old one, in one step, and are told nowhere else', async () => {
  const sheet = await fixture.newSheet()
  const [boss, editor] = [await open(sheet, 'common', 'boss'), await open(sheet, 'common', 'editor')]
  boss.sheet.set('r1', MOVED, 'CANARY-1')
  boss.sheet.write(['r2', 'r3'], [2, MOVED], (_, column) => ['bulk', 'CANARY-2'][column]!)
  await until(() => boss.isSaved, 'saved')
  expect(await move(sheet, ['boss'])).toBe('changed')
  await until(() => [boss, editor].every(({ messages }) => messages.some(({ type }) => type === 'generation')), 'told')
  expect(editor.messages).toContainEqual({ type: 'generation', name: documentName(sheet.document.documentId, 2) })

  const after = await open(sheet, 'common', 'editor')
  expect([after.sheet.value('r2', 2), after.sheet.value('r1', MOVED)]).toEqual(['bulk', null])
  expect(after.received).not.toContain('CANARY')
  expect(after.received).not.toContain('seed33')
  after.sheet.set('r1', MOVED, 'stray')
  await until(() => after.messages.some(({ type }) => type === 'refused'), 'refused')
  const own = await open(sheet, 'boss', 'boss')
  expect(ROWS.map((row) => own.sheet.value(row, MOVED))).toEqual(['CANARY-1', 'CANARY-2', 'CANARY-2', 'seed33'])
  expect((await open(sheet, 'boss', 'editor')).closes).toEqual(['not-found'])
  own.sheet.set('r4', MOVED, 'goes on')
  await until(() => own.isSaved, 'saved')
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  const rows = await database.owner('rows').where({ table_id: sheet.tableId }).orderBy('row_id').select('values')
  expect(rows.map(({ values }) => values[MOVED])).toEqual(['CANARY-1', 'CANARY-2', 'CANARY-2', 'goes on'])
  const entry = await database
    .owner('audit_log')
    .where({ action: 'field.access' })
    .first('before', 'after', 'actor_kind')
  expect(entry).toMatchObject({ before: { readers: null }, after: { readers: ['boss'] }, actor_kind: 'user' })
})

test('[MOVE1] it comes back with everything that was written meanwhile', async () => {
  const sheet = await fixture.newSheet()
  await move(sheet, ['boss'])
  const own = await open(sheet, 'boss', 'boss')
  own.sheet.set('r1', MOVED, 'changed apart')
  own.sheet.set('newrow', MOVED, 'before its row')
  await until(() => own.isSaved, 'saved')
  expect(await move(sheet, null)).toBe('changed')
  const common = await open(sheet, 'common', 'editor')
  expect([common.sheet.value('r1', MOVED), common.sheet.value('r2', MOVED)]).toEqual(['changed apart', 'seed13'])
  expect([common.sheet.hasRow('newrow'), common.sheet.value('newrow', MOVED)]).toEqual([false, 'before its row'])
  expect(valuesIn(await partOfSheet(sheet, 'boss'), MOVED)).toEqual([null, null, null, null])
})

test('[MOVE2] it moves in every cycle, in locked ones too, where nothing else changes', async () => {
  const sheet = await fixture.newSheet()
  const { tenantId, tableId } = sheet
  const { project_id } = await database.owner('cycles').where({ id: sheet.cycleId }).first('project_id')
  const cycle = { tenant_id: tenantId, project_id, name: randomUUID(), starts_on: '2024-01-01', ends_on: '2024-12-31' }
  const [{ id: cycleId }] = await database
    .owner('cycles')
    .insert({ ...cycle, gwp_set: 'AR5', factor_year: 2025, status: 'locked' }, ['id'])
  const seed = encodeSeed(ROWS, [2, MOVED], (row, column) => `locked${row}${column}`)
  await inTenant(database.db, tenantId, (trx) => createSheetDocument(trx, { tenantId, tableId, cycleId, seed }))
  expect(await move(sheet, ['boss'], { writers: ['boss'] })).toBe('changed')
  for (const [cycle_id, value] of [
    [sheet.cycleId, 'seed03'],
    [cycleId, 'locked01'],
  ]) {
    const documents = await database.owner('documents').where({ table_id: tableId, cycle_id }).orderBy('part')
    expect(documents.map(({ part, generation, locked }) => [part, generation, locked])).toEqual([
      ['boss', 2, cycle_id === cycleId],
      ['common', 2, cycle_id === cycleId],
    ])
    const [boss, common] = await Promise.all(documents.map(({ id }) => replayMoved(Number(id))))
    expect([boss!.value('r1', MOVED), common!.value('r1', MOVED)]).toEqual([value, null])
  }
  const field = await database
    .owner('fields')
    .where({ id: await fieldId(sheet) })
    .first('readers', 'writers')
  expect(field).toEqual({ readers: ['boss'], writers: ['boss'] })
})

test('[MOVE3] readers that change nothing about where cells lie change only the rights; an unknown field is none', async () => {
  const sheet = await fixture.newSheet()
  const client = await open(sheet, 'common', 'boss')
  expect(await move(sheet, ['boss'], { ordinal: 6 })).toBe('changed') // a formula
  const { generation, perm_epoch } = await database.owner('documents').where({ id: sheet.document.documentId }).first()
  expect([generation, perm_epoch]).toEqual([1, 1])
  expect(client.closes).toEqual([])
  const actor = { userId: randomUUID(), sessionId: null, origin: '' }
  const unknown = { tenantId: sheet.tenantId, tableId: sheet.tableId, fieldId: randomUUID(), readers: null, actor }
  expect(await server.collaboration.moveField(unknown)).toBe('not-found')
  expect(
    await server.collaboration.moveField({ ...unknown, tenantId: randomUUID(), fieldId: await fieldId(sheet) }),
  ).toBe('not-found')
})

test(
  '[MOVE4] people and programs write through moves, folds and refusals on two servers: nothing acknowledged is lost',
  async () => {
    const servers = [server, await fixture.startServer()]
    const sheet = await fixture.newSheet(ROWS, { [NUMBER]: ['boss'] })
    const { token, identity } = await fixture.newPerson('boss')
    const parts = ['common', 'boss']
    const locate = async (part: string): Promise<string> =>
      (await server.collaboration.partDocument(sheet.tenantId, { ...sheet, part })).name
    const people = await Promise.all(
      parts.map(async (part, i) => {
        const name = await locate(part)
        return new FollowingClient({ url: servers[i]!.url, name, token, locate: () => locate(part) })
      }),
    )
    clients.push(...people)
    await until(() => people.every(({ isReady }) => isReady), 'everybody is there')
    let isWriting = true
    const typing = (async () => {
      for (let n = 0; isWriting; n++) {
        people[0]!.set(ROWS[n % 4]!, 2, n)
        people[n % 2]!.set('r4', MOVED, `tried ${n}`) // unknown in one of the two parts at any time
        await new Promise((resolve) => setTimeout(resolve, 8))
      }
    })()
    const last = new Map<string, number>()
    let calls = 0
    const program = (async () => {
      for (; isWriting; calls++) {
        const id = ROWS[calls % 3]!
        const row = { id, values: valuesOf({ [MOVED]: calls, [NUMBER]: calls }) }
        const { accepted, rejected } = await servers[calls % 2]!.collaboration.writeRows(identity, sheet, [row], 'api')
        expect(rejected).toEqual([])
        accepted.forEach(() => last.set(id, calls))
      }
    })()
    const folding = (async () => {
      while (isWriting) {
        await servers[1]!.collaboration.fold(sheet.tenantId, sheet.document.documentId)
        await new Promise((resolve) => setTimeout(resolve, 150))
      }
    })()
    for (let n = 0; n < MOVES; n++) {
      expect(await move(sheet, n % 2 === 0 ? ['boss'] : null)).toBe('changed')
      const before = calls
      await until(() => calls > before + 5, 'the program goes on')
    }
    isWriting = false
    await Promise.all([typing, program, folding])
    await until(() => people.every(({ isSaved }) => isSaved), 'everything is saved')

    const [common, boss] = [await partOfSheet(sheet, 'common'), await partOfSheet(sheet, 'boss')]
    await until(() => people[0]!.sheet.fingerprint() === common.fingerprint(), 'the common part agrees')
    await until(() => people[1]!.sheet.fingerprint() === boss.fingerprint(), 'the other part agrees')
    const holder = MOVES % 2 === 0 ? common : boss
    for (const [id, n] of last) {
      expect([holder.value(id, MOVED), boss.value(id, NUMBER)]).toEqual([n, n])
    }
    const other = MOVES % 2 === 0 ? boss : common
    expect(valuesIn(other, MOVED)).toEqual([null, null, null, null])
    await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
    const rows = await database.owner('rows').where({ table_id: sheet.tableId }).select('row_id', 'values')
    for (const { row_id, values } of rows) {
      expect([values[MOVED] ?? null, values[2] ?? null]).toEqual([holder.value(row_id, MOVED), common.value(row_id, 2)])
    }
    expect(servers[1]!.complaints).toEqual([])
  },
  PATIENCE_MS,
)
