/**
 * Random histories of the whole: real client sessions, two servers on one database. People type, paste over parts, clear,
 * delete, move, undo, redo, go offline and come back, reload, try what they may not, while a program writes and documents are
 * folded and a field moves to another part.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { random } from '#collab/testing/random.ts'
import { FIRST_FIELD } from '#collab/schema/layout.ts'
import { LiveFixture, portsOf, valuesOf, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { describeFor } from './describeFor.ts'
import { Person } from './Person.ts'

const HISTORIES = sizeOf({ short: 60, long: 1800 })
const AT_ONCE = 6
const STEPS = sizeOf({ short: 40, long: 60 })
const ROWS = ['r1', 'r2', 'r3', 'own-boss', 'own-boss2', 'own-editor']
/** Who reads the fields beside the common ones. */
const READERS = { 3: ['boss', 'editor'] }

/** Contents are compared in every pause. */
const TIMING = { pollMs: 60, quietMs: 40 }

let database: TestDatabase
let fixture: LiveFixture
let servers: [RunningServer, RunningServer]

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  servers = [await fixture.startServer(TIMING), await fixture.startServer(TIMING)]
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

async function open(sheet: TestSheet, role: string, server: RunningServer, ownRow: string | null): Promise<Person> {
  const { token, identity } = await fixture.newPerson(role)
  const ports = { collaboration: server.collaboration, authorizeSheet: portsOf(database).authorizeSheet }
  return Person.open({
    role,
    token,
    url: server.url,
    ownRow,
    describe: () => describeFor(ports, identity, sheet),
  })
}

/** What else happens while people edit. */
async function disturb(sheet: TestSheet, next: () => number): Promise<void> {
  const { collaboration } = servers[next() < 0.5 ? 0 : 1]
  const { tenantId, tableId, cycleId } = sheet
  const kind = next()
  if (kind < 0.45) {
    const part = next() < 0.6 ? 'common' : 'boss+editor'
    const { documentId } = await collaboration.partDocument(tenantId, { tableId, cycleId, part })
    await collaboration.fold(tenantId, documentId)
    return
  }
  const { identity } = await fixture.newPerson('boss')
  if (kind < 0.6) {
    const readers = next() < 0.5 ? null : ['boss', 'editor']
    const { id: fieldId } = await database.owner('fields').where({ table_id: tableId, ordinal: 4 }).first('id')
    const actor = { userId: identity.userId, sessionId: null, origin: 'test' }
    const outcome = await collaboration.moveField({ tenantId, tableId, fieldId, readers, actor })
    expect(['changed', 'too-busy']).toContain(outcome)
    return
  }
  const value = `program ${Math.floor(next() * 1000)}`
  await collaboration.writeRows(identity, sheet, [{ id: 'r2', values: valuesOf({ 2: value, 3: value }) }], 'api')
}

async function play(seed: number): Promise<void> {
  const next = random(seed)
  const sheet = await fixture.newSheet(ROWS, READERS)
  const people = [
    await open(sheet, 'boss', servers[0], 'own-boss'),
    await open(sheet, 'boss', servers[1], 'own-boss2'),
    await open(sheet, 'editor', servers[1], 'own-editor'),
    await open(sheet, 'viewer', servers[0], null),
  ]
  await until(() => people.every(({ isSettled }) => isSettled), `history ${seed}: all are in`)
  const disturbances: Promise<void>[] = []
  for (let step = 0; step < STEPS; step++) {
    await people[Math.floor(next() * people.length)]!.act(next)
    if (next() < 0.12) {
      disturbances.push(disturb(sheet, next))
    }
    await new Promise((resolve) => setTimeout(resolve, next() < 0.5 ? 0 : next() * 25))
  }
  await Promise.all(disturbances)
  people.forEach((person) => person.comeBack())
  await until(() => people.every(({ isSettled }) => isSettled), `history ${seed}: all are saved`)
  await expectAgreement(seed, sheet, people)
  for (const person of people) {
    expect([seed, person.role, person.lost()]).toEqual([seed, person.role, []])
    person.destroy()
  }
}

/** Every session sees what the others see, and what is derived from the journal says the same. */
async function expectAgreement(seed: number, sheet: TestSheet, people: readonly Person[]): Promise<void> {
  const [first, ...others] = people as [Person, ...Person[]]
  for (const other of others) {
    const shared = (): number[] => first.readable.filter((ordinal) => other.readable.includes(ordinal))
    await until(
      () => JSON.stringify(other.content(shared())) === JSON.stringify(first.content(shared())),
      `history ${seed}: ${other.role} sees what ${first.role} sees`,
    )
  }
  await servers[0].collaboration.waitUntilProjected(sheet.tenantId, sheet)
  const rows: { row_id: string; values: Record<string, unknown> }[] = await database
    .owner('rows')
    .where({ table_id: sheet.tableId, deleted: false })
    .orderByRaw('order_key, row_id COLLATE "C"')
  const ordinals = first.readable.filter((ordinal) => ordinal >= FIRST_FIELD)
  expect([
    seed,
    rows.map(({ row_id, values }) => [row_id, ...ordinals.map((ordinal) => values[ordinal] ?? null)]),
  ]).toEqual([seed, first.content(ordinals)])
}

/** A difference of contents is a complaint, too. */
afterEach(async () => {
  expect(servers.flatMap(({ complaints }) => complaints.splice(0))).toEqual([])
  const said = await database.owner('document_content_hashes').count<{ count: string }[]>('* AS count')
  expect(Number(said[0]!.count)).toBeGreaterThan(AT_ONCE)
})

test.each(Array.from({ length: HISTORIES / AT_ONCE }, (_, n) => n * AT_ONCE + 1))(
  '[SYNC2] random histories %d and the next of four people on two servers: all agree, and nobody loses what only they write',
  async (first) => {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => play(first + i)))
  },
)
