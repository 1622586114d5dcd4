/** Folding with a real database, real sockets and a real thread. */
import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import type { GenerationMessage } from '#collab/protocol/generations.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { LiveFixture, valuesOf, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
const clients: LiveClient[] = []

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

async function join(sheet: Pick<TestSheet, 'name'>, role: string, on: RunningServer = server): Promise<LiveClient> {
  const { token } = await fixture.newPerson(role)
  const client = new LiveClient({ url: on.url, name: sheet.name, token })
  clients.push(client)
  await until(() => client.provider.synced, 'synced')
  return client
}

const generationOf = (client: LiveClient): GenerationMessage | undefined =>
  client.messages.find((message): message is GenerationMessage => message.type === 'generation')

const inGeneration = ({ document }: TestSheet, generation: number): { name: string } => ({
  name: documentName(document.documentId, generation),
})

const fold = ({ tenantId, document }: TestSheet, on: RunningServer = server): Promise<string> =>
  on.collaboration.fold(tenantId, document.documentId)

const generationsOf = ({ document }: TestSheet): Promise<Record<string, unknown>[]> =>
  database
    .owner('document_generations')
    .where({ document_id: document.documentId })
    .orderBy('generation')
    .select('generation', 'after_seq', 'folded_seq', 'seed', 'sha256', 'tail')

test('[GEN1] a fold carries every value into the next generation; the old one stays in the database', async () => {
  const sheet = await fixture.newSheet()
  const boss = await join(sheet, 'boss')
  boss.sheet.set('r1', 2, 'single')
  boss.sheet.write(['r2', 'r9'], [ORDER, 2, 5], (row, column) => [`W0000${row}`, 'bulk', row][column]!)
  boss.sheet.set('r3', DELETED, true)
  await until(() => boss.isSaved, 'saved')
  expect(await fold(sheet)).toBe('sealed')
  const viewer = await join(inGeneration(sheet, 2), 'viewer')
  expect(viewer.sheet.fingerprint()).toBe(boss.sheet.fingerprint())
  expect([viewer.sheet.patches().length, viewer.sheet.layers.cells.size]).toEqual([0, 0])
  const [first, second] = await generationsOf(sheet)
  expect(first).toMatchObject({ generation: 1, after_seq: 0, tail: null })
  const sha256 = createHash('sha256').update(foldSheet(boss.sheet)).digest()
  expect(second).toMatchObject({ generation: 2, after_seq: 3, folded_seq: 3, sha256, tail: null })
  const log = await database.owner('audit_log').where({ action: 'sheet.fold', subject_id: sheet.document.documentId })
  expect(log.map(({ after }) => after)).toEqual([{ generation: 2, seq: 3, sha256: sha256.toString('hex') }])
  expect(await database.owner('document_updates').where({ document_id: sheet.document.documentId })).toHaveLength(3)
})

test('[GEN1] nothing is folded twice: without a write since the last fold there is nothing to do', async () => {
  const sheet = await fixture.newSheet()
  expect(await fold(sheet)).toBe('unchanged')
  const boss = await join(sheet, 'boss')
  boss.sheet.set('r1', 2, 'new')
  await until(() => boss.isSaved, 'saved')
  expect(await Promise.all([fold(sheet), fold(sheet)])).toEqual(['sealed', 'unchanged'])
  expect(await generationsOf(sheet)).toHaveLength(2)
})

test('[GEN2] everybody is told where the part goes on, and what they write on the old one is refused only after that', async () => {
  const sheet = await fixture.newSheet()
  const [boss, viewer] = [await join(sheet, 'boss'), await join(sheet, 'viewer')]
  boss.sheet.set('r1', 2, 'before')
  await until(() => boss.isSaved, 'saved')
  await fold(sheet)
  boss.sheet.set('r1', 2, 'too late')
  await until(() => boss.closes.length > 0 && generationOf(viewer) !== undefined, 'told')
  expect(boss.closes).toEqual(['stale-generation'])
  expect(generationOf(boss)?.name).toBe(inGeneration(sheet, 2).name)
  expect(boss.provider.unsyncedChanges).toBeGreaterThan(0)
  const late = await join(inGeneration(sheet, 2), 'viewer')
  expect(late.sheet.value('r1', 2)).toBe('before')
  const { token } = await fixture.newPerson('viewer')
  const lost = new LiveClient({ url: server.url, name: sheet.name, token })
  clients.push(lost)
  await until(() => lost.closes.length > 0, 'refused')
  expect(lost.closes[0]).toBe('stale-generation')
})

test('[GEN3] programs go on in the next generation without noticing', async () => {
  const sheet = await fixture.newSheet()
  const { identity } = await fixture.newPerson('boss')
  const write = (text: string): Promise<unknown> =>
    server.collaboration.writeRows(identity, sheet, [{ id: 'r1', values: valuesOf({ 2: text }) }], 'api')
  await write('first')
  const writing = Array.from({ length: 30 }, (_, i) => write(`while folding ${i}`))
  await Promise.all([...writing, fold(sheet)])
  await write('last')
  await server.collaboration.deleteRow(identity, sheet, 'r2')
  const viewer = await join(inGeneration(sheet, 2), 'viewer')
  expect([viewer.sheet.value('r1', 2), viewer.sheet.value('r2', DELETED)]).toEqual(['last', true])
})

test('[GEN4] a locked document is folded like any other, and stays locked', async () => {
  const sheet = await fixture.newSheet()
  const boss = await join(sheet, 'boss')
  boss.sheet.set('r1', 2, 'final')
  await until(() => boss.isSaved, 'saved')
  await database.owner('documents').where({ id: sheet.document.documentId }).update({ locked: true })
  server.collaboration.foldCycle(sheet.tenantId, sheet.cycleId)
  await until(async () => (await generationsOf(sheet)).length === 2, 'folded')
  const reader = await join(inGeneration(sheet, 2), 'boss')
  expect(reader.sheet.value('r1', 2)).toBe('final')
  expect(reader.messages).toContainEqual(expect.objectContaining({ type: 'rights', locked: true }))
})

test('[GEN4] a lock, a fold and writes that race: what was acknowledged is there, and nothing comes after the lock', async () => {
  for (let round = 0; round < 10; round++) {
    const sheet = await fixture.newSheet()
    const { identity } = await fixture.newPerson('boss')
    const calls = Array.from({ length: 12 }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 7))
      const row = { id: `r${(n % 4) + 1}`, values: valuesOf({ 2: `call ${n}` }) }
      return server.collaboration.writeRows(identity, sheet, [row], 'api')
    })
    const lock = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 20 + round * 8))
      const documents = database.owner('documents').where({ id: sheet.document.documentId })
      const [{ head_seq }] = await documents.update({ locked: true }, ['head_seq'])
      server.collaboration.foldCycle(sheet.tenantId, sheet.cycleId)
      return head_seq
    }
    const [results, headSeq] = await Promise.all([Promise.allSettled(calls), lock(), fold(sheet)])
    const taken = results.flatMap((one) => (one.status === 'fulfilled' ? one.value.accepted.map(({ seq }) => seq) : []))
    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: headSeq }, (_, i) => i + 1))
    await until(async () => (await generationsOf(sheet)).at(-1)?.['after_seq'] === headSeq, 'folded at the lock')
    await replayFromDatabase(database.owner, sheet.document.documentId)
  }
})

test('[GEN4] what was locked and not folded, because the server died, is folded by the next one', async () => {
  const sheet = await fixture.newSheet()
  const boss = await join(sheet, 'boss')
  boss.sheet.set('r1', 2, 'final')
  await until(() => boss.isSaved, 'saved')
  await database.owner('documents').where({ id: sheet.document.documentId }).update({ locked: true })
  await fixture.startServer()
  await until(async () => (await generationsOf(sheet)).length === 2, 'folded')
})

test('[GEN2] who stays on a document that has ended is closed a while later', async () => {
  const own = await fixture.startServer({ successionMs: 50 })
  const sheet = await fixture.newSheet()
  const [boss, viewer] = [await join(sheet, 'boss', own), await join(sheet, 'viewer', own)]
  boss.sheet.set('r1', 2, 'last')
  await until(() => boss.isSaved, 'saved')
  await fold(sheet, own)
  await until(() => viewer.closes.length > 0, 'closed')
  expect([viewer.closes, generationOf(viewer)?.name]).toEqual([['stale-generation'], inGeneration(sheet, 2).name])
})

test('[GEN5] a part that has grown is folded by itself: in entries, in bulk writes, in bytes', async () => {
  const own = await fixture.startServer({ foldLimits: { entries: 100, patches: 3, bytes: 5000 } })
  for (const grow of [
    (client: LiveClient) => Array.from({ length: 120 }, (_, i) => client.sheet.set(`r${(i % 4) + 1}`, 2 + (i % 3), i)),
    (client: LiveClient) => Array.from({ length: 4 }, (_, i) => client.sheet.write(['r1'], [2], () => i)),
    (client: LiveClient) => client.sheet.write(['r1'], [2], () => 'x'.repeat(9000)),
  ]) {
    const sheet = await fixture.newSheet()
    const boss = await join(sheet, 'boss', own)
    grow(boss)
    await until(() => generationOf(boss) !== undefined, 'folded')
  }
  expect(own.complaints).toEqual([])
})

test('[GEN6] what is journaled while a fold is made follows it as final values', async () => {
  const own = await fixture.startServer({ announceMs: 300 })
  const sheet = await fixture.newSheet()
  const [boss, editor] = [await join(sheet, 'boss', own), await join(sheet, 'editor', own)]
  boss.sheet.write(['r1', 'r2'], [2, 3], () => 'early bulk')
  await until(() => boss.isSaved, 'saved')
  const folding = fold(sheet, own)
  await until(() => boss.messages.some(({ type }) => type === 'folding'), 'it is announced')
  boss.sheet.set('r1', 2, 'late')
  editor.sheet.write(['r1', 'n1'], [ORDER, 2, 4], (row, column) => (column === 0 ? `X${row}` : 'late bulk'))
  editor.sheet.set('r2', 3, 'refused')
  boss.sheet.set('r3', 4, null)
  await until(() => boss.isSaved && editor.isSaved, 'saved')
  expect(await folding).toBe('sealed')
  const [, second] = await generationsOf(sheet)
  expect(second).toMatchObject({ folded_seq: 1, after_seq: 5, tail: expect.any(Buffer) })
  const next = await join(inGeneration(sheet, 2), 'viewer', own)
  await until(() => boss.sheet.fingerprint() === editor.sheet.fingerprint(), 'both agree')
  expect(next.sheet.fingerprint()).toBe(boss.sheet.fingerprint())
  const after = await fixture.startServer()
  expect((await join(inGeneration(sheet, 2), 'viewer', after)).sheet.fingerprint()).toBe(boss.sheet.fingerprint())
})

const derivedOf = async (sheet: TestSheet): Promise<unknown> => ({
  rows: await database.owner('rows').where({ table_id: sheet.tableId }).orderBy(['order_key', 'row_id']),
  cells: await database.owner('cell_changes').where({ table_id: sheet.tableId }).orderBy(['seq', 'row_id', 'ordinal']),
  bulks: await database.owner('bulk_changes').where({ table_id: sheet.tableId }).orderBy(['seq', 'position']),
  gestures: await database.owner('sheet_gestures').where({ table_id: sheet.tableId }).orderBy('first_seq'),
})

/** Written in three generations; everything is projected. */
async function threeGenerations(on: RunningServer): Promise<TestSheet> {
  const sheet = await fixture.newSheet()
  for (let generation = 1; generation <= 3; generation++) {
    const boss = await join(inGeneration(sheet, generation), 'boss', on)
    for (let i = 0; i < 4; i++) {
      boss.sheet.set(`r${i + 1}`, 2, `g${generation} ${i}`)
      boss.sheet.write(
        ['r1', `n${generation}`],
        [ORDER, 3, 5],
        (row, column) => [`W0${generation}${row}`, `g${generation}`, i][column]!,
      )
    }
    await until(() => boss.isSaved, 'saved')
    if (generation < 3) {
      await fold(sheet, on)
    }
  }
  await on.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  clients.splice(0).forEach((client) => client.destroy())
  return sheet
}

test('[GEN9] rows and history of all generations can be dropped and made again, equal to the last value', async () => {
  const sheet = await threeGenerations(server)
  const before = await derivedOf(sheet)
  for (const table of ['rows', 'cell_changes', 'bulk_changes', 'sheet_gestures']) {
    await database.owner(table).where({ table_id: sheet.tableId }).delete()
  }
  await server.collaboration.reproject(sheet.tenantId, sheet)
  expect(await derivedOf(sheet)).toEqual(before)
})

test.each([-1, 2, 8, 13])(
  '[GEN9] what was projected up to %i is projected to the end through all generations, each change once',
  async (position) => {
    const own = await fixture.startServer({ snapshotLimits: { rows: 3, bytes: 1 << 20 } })
    const sheet = await threeGenerations(own)
    await own.stop()
    const before = await derivedOf(sheet)
    for (const table of ['cell_changes', 'bulk_changes']) {
      await database.owner(table).where({ table_id: sheet.tableId }).where('seq', '>', position).delete()
    }
    await database.owner('rows').where({ table_id: sheet.tableId }).where('seq', '>', position).delete()
    await database.owner('sheet_gestures').where({ table_id: sheet.tableId }).where('last_seq', '>', position).delete()
    await database.owner('document_projections').where({ document_id: sheet.document.documentId }).update({ position })
    const next = await fixture.startServer()
    await join(inGeneration(sheet, 3), 'viewer', next)
    await next.collaboration.waitUntilProjected(sheet.tenantId, sheet)
    expect(await derivedOf(sheet)).toEqual(before)
    expect(next.complaints).toEqual([])
  },
)

test('[GEN10] a generation that is or was in use cannot be changed or deleted; a proposal that came to nothing is replaced', async () => {
  const sheet = await fixture.newSheet()
  const boss = await join(sheet, 'boss')
  boss.sheet.set('r1', 2, 'new')
  await until(() => boss.isSaved, 'saved')
  const { documentId } = sheet.document
  const orphan = { tenant_id: sheet.tenantId, document_id: documentId, generation: 2, after_seq: 0, folded_seq: 0 }
  const hash = createHash('sha256').update('orphan').digest()
  await database.owner('document_generations').insert({ ...orphan, seed: Buffer.from('orphan'), sha256: hash })
  const viewer = await join(sheet, 'viewer')
  expect(viewer.sheet.value('r1', 2)).toBe('new')
  expect(await fold(sheet)).toBe('sealed')
  expect((await join(inGeneration(sheet, 2), 'viewer')).sheet.value('r1', 2)).toBe('new')
  const stored = database.owner('document_generations').where({ document_id: documentId })
  await expect(stored.clone().where({ generation: 1 }).delete()).rejects.toThrow('it is kept as it is')
  await expect(stored.clone().where({ generation: 2 }).update({ after_seq: 0 })).rejects.toThrow('it is kept as it is')
  await expect(database.owner('document_generations').truncate()).rejects.toThrow('keeps every entry')
})
