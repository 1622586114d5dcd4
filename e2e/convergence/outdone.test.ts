/** Somebody writes a cell, and another value wins it before the server has heard of the first. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveFixture, portsOf, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { Balancer } from './Balancer.ts'
import { Browser } from './Browser.ts'
import { describeFor } from './describeFor.ts'

const ORDINAL = 2

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
let wire: Balancer

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer()
  wire = await Balancer.start([server.url])
})
afterAll(async () => {
  await wire.stop()
  await fixture.stop()
  await database.drop()
})

interface Person {
  userId: string
  browser: Browser
  /** How often the page was told of conflicts. */
  told: number
}

async function join(sheet: TestSheet, url: string): Promise<Person> {
  const { token, identity } = await fixture.newPerson('editor')
  const ports = { collaboration: server.collaboration, authorizeSheet: portsOf(database).authorizeSheet }
  const person: Person = { userId: identity.userId, browser: undefined!, told: 0 }
  person.browser = await Browser.open({
    url,
    token,
    describe: () => describeFor(ports, identity, sheet),
    onSession: (session) => session.onConflicts(() => person.told++),
  })
  await shows(person, 'saved')
  return person
}

const shows = ({ browser }: Person, status: string): Promise<void> =>
  until(() => browser.session.view().ready && browser.session.view().status.kind === status, status)
const valueOf = ({ browser: { session } }: Person, row: string): CellValue =>
  session.columns.value(session.columns.slotOf(row)!, ORDINAL)
const write = ({ browser }: Person, row: string, value: CellValue): number =>
  browser.session.editing.apply({ writes: [{ row, ordinal: ORDINAL, value }] })

interface Meeting {
  how: string
  /** What Ana writes there does not reach the server before what Ben writes does. */
  writes: (ana: Person) => Promise<void> | void
  /** And afterwards. */
  goesOn: (ana: Person, ben: Person) => Promise<void> | void
}

async function writeAway(ana: Person): Promise<void> {
  ana.browser.goAway()
  await shows(ana, 'offline')
  write(ana, 'r1', 'first of ana')
  write(ana, 'r1', 'of ana')
}

/** On a connection that only says what others write. */
function writeUnheard(ana: Person): void {
  wire.deafen()
  write(ana, 'r1', 'first of ana')
  write(ana, 'r1', 'of ana')
}

async function hears(ana: Person, ben: Person): Promise<void> {
  write(ben, 'r2', 'behind it')
  await until(() => valueOf(ana, 'r2') === 'behind it', 'Ana hears of Ben')
}

const MEETINGS: Meeting[] = [
  { how: 'while away', writes: writeAway, goesOn: (ana) => ana.browser.comeBack() },
  {
    how: 'while away, in a tab that was closed',
    async writes(ana) {
      await writeAway(ana)
      await ana.browser.session.keep()
      await ana.browser.reload()
      await until(() => ana.browser.session.view().ready, 'the next tab has it')
    },
    goesOn: (ana) => ana.browser.comeBack(),
  },
  {
    how: 'on a wire that breaks behind the other value',
    writes: writeUnheard,
    async goesOn(ana, ben) {
      await hears(ana, ben)
      wire.cut()
      wire.go()
    },
  },
]

/** Who wins the cell. */
async function meet({ writes, goesOn }: Meeting): Promise<'ana' | 'ben'> {
  const sheet = await fixture.newSheet()
  const [ana, ben] = [await join(sheet, wire.through(server.url)), await join(sheet, server.url)]
  await writes(ana)
  write(ben, 'r1', 'of ben')
  await shows(ben, 'saved')
  await goesOn(ana, ben)
  await shows(ana, 'saved')
  await until(() => valueOf(ana, 'r1') === valueOf(ben, 'r1'), 'both agree')
  const isAnas = valueOf(ben, 'r1') === 'of ana'
  const recorded = database.owner('cell_conflicts').where({ table_id: sheet.tableId })
  await until(async () => (await recorded.clone()).length > 0, 'the conflict is recorded')
  expect(await recorded.clone().select('row_id', 'ordinal', 'kept', 'kept_by', 'lost', 'lost_by')).toEqual([
    {
      row_id: 'r1',
      ordinal: ORDINAL,
      kept: isAnas ? 'of ana' : 'of ben',
      kept_by: (isAnas ? ana : ben).userId,
      lost: isAnas ? 'of ben' : 'of ana',
      lost_by: (isAnas ? ben : ana).userId,
    },
  ])
  await until(() => ana.told > 0 && ben.told > 0, 'both are told')
  ;[ana, ben].forEach(({ browser }) => browser.destroy())
  return isAnas ? 'ana' : 'ben'
}

test.each(MEETINGS)('[CONF4] a value that was written $how and does not stand is in a conflict', async (meeting) => {
  const winners = new Set<string>()
  while (winners.size < 2) {
    winners.add(await meet(meeting))
  }
  expect(server.complaints).toEqual([])
})

test('[CONF4] a value that was beaten in a tab that closed before it went out is offered to its author', async () => {
  for (let isBeaten = false; !isBeaten;) {
    const sheet = await fixture.newSheet()
    const [ana, ben] = [await join(sheet, wire.through(server.url)), await join(sheet, server.url)]
    writeUnheard(ana)
    write(ben, 'r1', 'of ben')
    await shows(ben, 'saved')
    await hears(ana, ben)
    isBeaten = valueOf(ana, 'r1') === 'of ben'
    await ana.browser.session.keep()
    await ana.browser.reload()
    wire.cut()
    wire.go()
    await shows(ana, isBeaten ? 'refused' : 'saved')
    expect(ana.browser.session.view().notSaved).toEqual(
      isBeaten ? [{ row: 'r1', ordinal: ORDINAL, value: 'of ana', reason: 'changed-meanwhile' }] : [],
    )
    ;[ana, ben].forEach(({ browser }) => browser.destroy())
  }
  expect(server.complaints).toEqual([])
})
