import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { migrateBack, migrateUp } from '../storage/database/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'

const BEFORE = '20261125000100_projections.ts'
const HISTORY = '20261125000200_history.ts'
const TIMES = '20261125000700_generation_times.ts'

const databases: TestDatabase[] = []

afterAll(() => Promise.all(databases.map((database) => database.drop())))

async function databaseAt(last: string): Promise<TestDatabase> {
  const database = await createTestDatabase({ migrated: false })
  databases.push(database)
  await migrateUp(database.ownerUrl, last)
  return database
}

/** A sheet with an empty document. */
async function newDocument(
  { owner }: TestDatabase,
  document: object,
): Promise<{ sheet: { tenant_id: string; table_id: string; cycle_id: string }; documentId: number }> {
  const one = async (table: string, row: object): Promise<Record<string, unknown>> =>
    (await owner(table).insert(row, '*'))[0]
  const tenant_id = randomUUID()
  await owner('tenants').insert({ id: tenant_id, name: 'Northgate' })
  const project = await one('projects', { tenant_id, key: 'p', name: 'P' })
  const basis = { starts_on: '2025-01-01', ends_on: '2025-12-31', gwp_set: 'AR6', factor_year: 2025 }
  const cycle = await one('cycles', { tenant_id, project_id: project['id'], name: 'FY2025', ...basis })
  const module = await one('modules', { tenant_id, project_id: project['id'], key: 'm', name: 'M', scope: 1 })
  const table = await one('tables', { tenant_id, module_id: module['id'], key: 't', name: 'T' })
  const sheet = { tenant_id, table_id: String(table['id']), cycle_id: String(cycle['id']) }
  const { id } = await one('documents', { ...sheet, ...document })
  return { sheet, documentId: Number(id) }
}

/** A sheet with history as it was before: two cells typed in one update, and a row added by a program. */
async function sheetFromBefore(
  database: TestDatabase,
  { withBulk }: { withBulk: boolean },
): Promise<{ tableId: string; documentId: number }> {
  const { owner } = database
  const { sheet, documentId } = await newDocument(database, { head_seq: 2 })
  await owner('document_projections').insert({ tenant_id: sheet.tenant_id, document_id: documentId, position: 2 })
  const typed = { ...sheet, row_id: 'r1', seq: 1, at: '2026-01-01', origin: 'socket', old: '1', new: '2' }
  await owner('cell_changes').insert([
    { ...typed, ordinal: 2 },
    { ...typed, ordinal: 3 },
    { ...typed, row_id: 'r2', seq: 2, ordinal: 0, origin: 'api', old: null, new: '"a"' },
  ])
  if (withBulk) {
    const bytes = Buffer.from([1])
    const bulk = {
      seq: 2,
      position: 0,
      at: '2026-01-01',
      origin: 'socket',
      row_ids: ['r2', 'R1'],
      old: bytes,
      new: bytes,
    }
    await owner('bulk_changes').insert({ ...sheet, ...bulk })
  }
  return { tableId: sheet.table_id, documentId }
}

const idOf = (documentId: number, seq: number): string =>
  `00000000-0000-${documentId.toString(16).padStart(4, '0')}-0000-${seq.toString(16).padStart(12, '0')}`

test('history from before belongs to its document and gets a gesture per update; bulk writes are counted at the next start', async () => {
  const database = await databaseAt(BEFORE)
  const typed = await sheetFromBefore(database, { withBulk: false })
  const pasted = await sheetFromBefore(database, { withBulk: true })
  const { owner } = database
  const cells = (): Promise<object[]> => owner('cell_changes').orderBy(['table_id', 'seq', 'ordinal']).select('*')
  const before = await cells()

  await migrateUp(database.ownerUrl, HISTORY)

  const document_id = typed.documentId
  const gesture = { document_id, gesture: 'typed', gesture_id: idOf(typed.documentId, 1) }
  const added = { document_id, gesture: 'api', gesture_id: idOf(typed.documentId, 2) }
  expect(await owner('cell_changes').where({ table_id: typed.tableId }).orderBy(['seq', 'ordinal'])).toMatchObject([
    { row_id: 'r1', ordinal: 2, ...gesture },
    { row_id: 'r1', ordinal: 3, ...gesture },
    { row_id: 'r2', ordinal: 0, ...added },
  ])
  const entries = await owner('sheet_gestures').orderBy('first_seq')
  expect(entries.map(({ table_id, kind, counts }) => ({ table_id, kind, counts }))).toEqual([
    { table_id: typed.tableId, kind: 'typed', counts: { '2': 1, '3': 1 } },
    { table_id: typed.tableId, kind: 'api', counts: { added: 1 } },
  ])
  expect(await owner('bulk_changes')).toMatchObject([
    { document_id: pasted.documentId, counts: null, first_row: 'R1', last_row: 'r2' },
  ])
  const positions = await owner('document_projections').orderBy('document_id').select('position')
  expect(positions).toEqual([{ position: 2 }, { position: -1 }])

  await migrateBack(database.ownerUrl, HISTORY)
  expect(await cells()).toEqual(before)

  await migrateUp(database.ownerUrl)
  expect(await cells()).toHaveLength(before.length)
})

test('a generation that was in use before is in use since it was written; a proposal is not', async () => {
  const database = await databaseAt('20261125000600_conflicts.ts')
  const { owner } = database
  const { sheet, documentId } = await newDocument(database, { generation: 2 })
  const bytes = { sha256: Buffer.alloc(32), seed: Buffer.alloc(1) }
  const rows = [1, 2, 3].map((generation) => ({
    tenant_id: sheet.tenant_id,
    document_id: documentId,
    generation,
    after_seq: generation,
    ...bytes,
  }))
  await owner('document_generations').insert(rows)

  await migrateUp(database.ownerUrl, TIMES)

  const found = await owner('document_generations').where({ document_id: documentId }).orderBy('generation')
  expect(
    found.map(({ begun_at, created_at }) => [begun_at === null, begun_at?.getTime() === created_at.getTime()]),
  ).toEqual([
    [true, false],
    [false, true],
    [true, false],
  ])
  await migrateBack(database.ownerUrl, TIMES)
  expect(await owner('document_generations').where({ document_id: documentId })).toHaveLength(3)
})
