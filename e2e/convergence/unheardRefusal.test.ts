/** The server refuses something and says so, and the connection is lost before that arrives. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveFixture, portsOf, type RunningServer } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { Balancer } from './Balancer.ts'
import { Browser } from './Browser.ts'
import { describeFor } from './describeFor.ts'

const ROWS = ['r1', 'r2', 'r3', 'r4']
/** An editor may read it, and not write it. */
const BOSSES = 3

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

const GESTURES = [
  { what: 'a cell', rows: ['r1'], ordinals: [BOSSES] },
  { what: 'a bulk write', rows: ROWS, ordinals: [2, BOSSES] },
]

test.each(GESTURES)(
  '[SAVE2] of $what that was refused unheard, the page tells when it comes back',
  async ({ rows, ordinals }) => {
    const sheet = await fixture.newSheet(ROWS)
    const { token, identity } = await fixture.newPerson('editor')
    const ports = { collaboration: server.collaboration, authorizeSheet: portsOf(database).authorizeSheet }
    const shown: string[] = []
    const browser = await Browser.open({
      url: wire.through(server.url),
      token,
      describe: () => describeFor(ports, identity, sheet),
      onSession: (session) => session.subscribe(() => shown.push(session.view().status.kind)),
    })
    const { session } = browser
    await until(() => session.view().status.kind === 'saved', 'it is there')
    wire.muffle()
    shown.length = 0
    session.editing.apply({
      writes: rows.flatMap((row) => ordinals.map((ordinal) => ({ row, ordinal, value: 'mine' }))),
    })
    const repairs = database.owner('document_updates').where({ document_id: sheet.document.documentId, repaired: true })
    await until(async () => (await repairs.clone()).length === 1, 'it is refused')
    wire.cut()
    await until(() => session.view().notSaved.length > 0 || session.view().status.kind === 'saved', 'it is settled')
    expect(session.view().notSaved).toEqual(
      rows.map((row) => ({ row, ordinal: BOSSES, value: 'mine', reason: 'unheard' })),
    )
    expect(shown).not.toContain('saved')
    browser.destroy()
  },
)
