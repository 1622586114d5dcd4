/** Three people edit the same cells away from the server and come back one after the other (reliability.md, T27). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { random } from '#collab/testing/random.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { LiveFixture, ROWS, TEXTS, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'

const EDITS = sizeOf({ short: 50, long: 500 })
const RUNS = sizeOf({ short: 6, long: 60 })
/** Every edit of three people is a message of its own here, and most of them meet another. */
const PATIENCE_MS = sizeOf({ short: 50_000, long: 600_000 })

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer({ pollMs: 1 }) // its own rows often come to it from the journal first
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

interface Person {
  userId: string
  client: LiveClient
  /** The last thing that this person wrote, by cell. */
  wrote: Map<string, CellValue>
}

async function join(sheet: TestSheet, role = 'boss'): Promise<Person> {
  const { token, identity } = await fixture.newPerson(role)
  const client = new LiveClient({ url: server.url, name: sheet.name, token })
  await until(() => client.provider.synced, 'synced')
  return { userId: identity.userId, client, wrote: new Map() }
}

/** Types and pastes; every value is written once only. */
function edit({ client, wrote, userId }: Person, next: () => number, n: number): void {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!
  const value = (row: string, ordinal: number): string => `${userId.slice(0, 8)} ${n} ${row} ${ordinal}`
  if (next() < 0.75) {
    const [row, ordinal] = [pick(ROWS), pick(TEXTS)]
    client.sheet.set(row, ordinal, value(row, ordinal))
    wrote.set(`${row} ${ordinal}`, value(row, ordinal))
    return
  }
  const rows = ROWS.filter(() => next() < 0.6)
  const ordinals = TEXTS.filter(() => next() < 0.6)
  client.sheet.write(rows, ordinals, (row, column) => value(rows[row]!, ordinals[column]!))
  rows.forEach((row) => ordinals.forEach((ordinal) => wrote.set(`${row} ${ordinal}`, value(row, ordinal))))
}

async function goAndComeBack(people: readonly Person[], next: () => number): Promise<void> {
  const sockets = people.map(({ client }) => client.provider.configuration.websocketProvider)
  sockets.forEach((socket) => socket.disconnect())
  await until(() => people.every(({ client }) => !client.provider.synced), 'away')
  for (let n = 0; n < EDITS; n++) {
    people.forEach((person) => edit(person, next, n))
  }
  for (const [i, { client }] of people.entries()) {
    await sockets[i]!.connect()
    await until(() => client.isSaved, 'saved')
  }
}

test('[CONF4] edits of three people, made offline on the same cells: all arrive, all agree, and every value that does not stand is in a conflict', async () => {
  for (let run = 0; run < RUNS; run++) {
    const next = random(run + 1)
    const sheet = await fixture.newSheet()
    const people = [await join(sheet), await join(sheet), await join(sheet)]
    await goAndComeBack(people, next)
    const prints = (): Set<string> => new Set(people.map(({ client }) => client.sheet.fingerprint()))
    await until(() => prints().size === 1, 'all agree', PATIENCE_MS)
    const cells = people[0]!.client.sheet
    const standing = (cell: string): CellValue => cells.value(cell.split(' ')[0]!, Number(cell.split(' ')[1]))
    const lost = people.flatMap(({ userId, wrote }) =>
      [...wrote].filter(([cell, value]) => standing(cell) !== value).map(([cell, value]) => [userId, cell, value]),
    )
    const recorded = async (): Promise<Set<string>> => {
      const rows = await database.owner('cell_conflicts').where({ table_id: sheet.tableId }).select('*')
      return new Set(
        rows.map(({ lost_by, row_id, ordinal, lost: value }) => [lost_by, `${row_id} ${ordinal}`, value].join()),
      )
    }
    expect(lost.length).toBeGreaterThan(0)
    await expect
      .poll(async () => {
        const known = await recorded()
        return lost.filter((one) => !known.has(one.join()))
      })
      .toEqual([])
    people.forEach(({ client }) => client.destroy())
  }
  expect(server.complaints).toEqual([])
})

test('[CONF4] of a message that is refused in part, what was taken meets others all the same, and what was refused meets nobody', async () => {
  const sheet = await fixture.newSheet()
  const [boss, editor] = [await join(sheet), await join(sheet, 'editor')]
  const socket = editor.client.provider.configuration.websocketProvider
  socket.disconnect()
  await until(() => !editor.client.provider.synced, 'away')
  for (const [person, value] of [
    [boss, 'of the boss'],
    [editor, 'of the editor'],
  ] as const) {
    person.client.doc.transact(() => [2, 3].forEach((ordinal) => person.client.sheet.set('r1', ordinal, value)))
  }
  await until(() => boss.client.isSaved, 'the boss is saved')
  await socket.connect()
  await until(() => editor.client.messages.some(({ type }) => type === 'refused'), 'field 3 is refused')
  await until(() => editor.client.sheet.fingerprint() === boss.client.sheet.fingerprint(), 'both agree')
  const met = (): Promise<unknown[]> => database.owner('cell_conflicts').where({ table_id: sheet.tableId }).select('*')
  await until(async () => (await met()).length > 0, 'a conflict is recorded')
  expect(await met()).toMatchObject([{ row_id: 'r1', ordinal: 2 }])
  expect(JSON.stringify(await met())).toContain('of the editor')
  ;[boss, editor].forEach(({ client }) => client.destroy())
})
