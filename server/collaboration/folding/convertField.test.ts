/** A field in another unit while the program is killed: its cells and its unit are others together, or not at all. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { random } from '#collab/testing/random.ts'
import { LiveFixture, NUMBER, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import type { FieldConversion, FieldDefinition } from './convertField.ts'

const KILLS = sizeOf({ short: 8, long: 200 })
const PATIENCE_MS = sizeOf({ short: 120_000, long: 3_600_000 })
const ROWS = Array.from({ length: 2000 }, (_, i) => `r${i}`)
const PROCESS = new URL('testing/convertingProcess.ts', import.meta.url)

let database: TestDatabase
let fixture: LiveFixture
let child: ChildProcess | null = null

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await fixture.stop()
  await database.drop()
})

const numberIn = (unit: string): FieldDefinition => ({
  type: 'number',
  unit,
  options: [],
  required: false,
  rules: null,
  formula: null,
})

async function conversionTo(sheet: TestSheet, unit: string): Promise<FieldConversion> {
  const { tenantId, tableId } = sheet
  const field = await database.owner('fields').where({ table_id: tableId, ordinal: NUMBER }).first('id', 'unit')
  return {
    tenantId,
    tableId,
    field: { id: field.id, ordinal: NUMBER, readers: null },
    from: numberIn(field.unit),
    to: numberIn(unit),
    reading: { decimals: 'point', dates: 'day-first' },
    isConverted: true,
    version: '',
    actor: { userId: randomUUID(), sessionId: null, origin: '127.0.0.1' },
    audit: { action: 'field.redefine', before: { unit: field.unit }, after: { unit } },
  }
}

/** What the field and its cells say, from the database alone. */
async function stateOf(sheet: TestSheet): Promise<{ unit: string; values: unknown[]; entries: number }> {
  const { unit } = await database.owner('fields').where({ table_id: sheet.tableId, ordinal: NUMBER }).first('unit')
  const cold = await replayFromDatabase(database.owner, sheet.document.documentId)
  const entries = await database.owner('audit_log').where({ tenant_id: sheet.tenantId, action: 'field.redefine' })
  return { unit, values: [...new Set(ROWS.map((row) => cold.value(row, NUMBER)))], entries: entries.length }
}

test(
  `[CONV1] ${KILLS} times kill -9 at any moment: the unit and all cells are those of before, or those of after`,
  async () => {
    const sheet = await fixture.newSheet(ROWS)
    await database.owner('fields').where({ table_id: sheet.tableId, ordinal: NUMBER }).update({ unit: 'kWh' })
    const server = await fixture.startServer()
    const { identity } = await fixture.newPerson('boss')
    const values = new Map([[NUMBER, 1500]])
    await server.collaboration.writeRows(
      identity,
      sheet,
      ROWS.map((id) => ({ id, values })),
      'api',
    )
    await server.stop()
    const next = random(7)
    let changes = 0
    let durationMs = 0
    for (let life = 0; life < KILLS; life++) {
      const before = await stateOf(sheet)
      const wanted = before.unit === 'kWh' ? 'MWh' : 'kWh'
      const args = [database.appUrl, JSON.stringify(await conversionTo(sheet, wanted))]
      child = fork(PROCESS, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      const [process, exited] = [child, once(child, 'exit')]
      await once(process, 'message')
      const start = performance.now()
      // the first one tells how long it takes; the others are killed somewhere in between
      const isWhole = once(process, 'message').then(() => performance.now() - start)
      if (life === 0) {
        durationMs = await isWhole
      } else {
        await Promise.race([isWhole, new Promise((resolve) => setTimeout(resolve, next() * durationMs))])
      }
      process.kill('SIGKILL')
      await exited
      const after = await stateOf(sheet)
      const isChanged = after.unit === wanted
      changes += isChanged ? 1 : 0
      expect(after).toEqual({
        unit: isChanged ? wanted : before.unit,
        values: [after.unit === 'kWh' ? 1500 : 1.5],
        entries: before.entries + (isChanged ? 1 : 0),
      })
    }
    expect(changes).toBeGreaterThan(0)
    expect(changes).toBeLessThan(KILLS)
  },
  PATIENCE_MS,
)
