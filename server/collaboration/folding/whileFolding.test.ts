/** People and programs go on writing while their sheet is folded again and again, on one server and on two. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import { FollowingClient } from '#collab/testing/FollowingClient.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { LiveFixture, ROWS, valuesOf, type RunningServer, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { expectWholeHistory } from './testing/expectWholeHistory.ts'
import { Typist } from './testing/Typist.ts'

const FOLDS = sizeOf({ short: 6, long: 60 })
const PATIENCE_MS = sizeOf({ short: 120_000, long: 1_200_000 })

let database: TestDatabase
let fixture: LiveFixture

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

const locate = async ({ document }: TestSheet): Promise<string> => {
  const { generation } = await database.owner('documents').where({ id: document.documentId }).first('generation')
  return documentName(document.documentId, generation)
}

async function newTypists(sheet: TestSheet, servers: readonly RunningServer[]): Promise<Typist[]> {
  const typists = await Promise.all(
    Array.from({ length: 4 }, async (_, i) => {
      const { token } = await fixture.newPerson('editor')
      return new Typist(i, (onAcknowledged) => {
        const { url } = servers[i % servers.length]!
        return new FollowingClient({ url, name: sheet.name, token, locate: () => locate(sheet), onAcknowledged })
      })
    }),
  )
  await until(() => typists.every(({ client }) => client.isReady), 'everybody is there')
  return typists
}

test.each([1, 2])(
  '[GEN7] on %i server(s), people and programs write through fold after fold: nothing acknowledged is lost, all agree',
  async (count) => {
    const servers = await Promise.all(Array.from({ length: count }, () => fixture.startServer()))
    const sheet = await fixture.newSheet()
    const typists = await newTypists(sheet, servers)
    const { identity } = await fixture.newPerson('boss')
    const sleeper = await fixture.newPerson('viewer')
    const refused = new FollowingClient({
      url: servers[0]!.url,
      name: sheet.name,
      token: sleeper.token,
      locate: () => locate(sheet),
    })
    let isTyping = true
    let calls = 0
    const program = (async () => {
      for (; isTyping; calls++) {
        const row = { id: ROWS[calls % 4]!, values: valuesOf({ 4: `call ${calls}` }) }
        const { accepted } = await servers[calls % count]!.collaboration.writeRows(identity, sheet, [row], 'api')
        expect(accepted).toHaveLength(1)
      }
    })()
    const typing = (async () => {
      for (let n = 0; isTyping; n++) {
        typists.forEach((typist) => typist.type())
        if (n % 10 === 0 && refused.isReady) {
          refused.set(ROWS[0]!, 2, 'never') // each of these is repaired
        }
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })()
    let folds = 0
    while (folds < FOLDS) {
      const outcomes = await Promise.all(
        servers.map(({ collaboration }) => collaboration.fold(sheet.tenantId, sheet.document.documentId)),
      )
      folds += outcomes.filter((outcome) => outcome === 'sealed').length
      await until(() => typists.every(({ client }) => client.isReady), 'everybody has moved')
    }
    isTyping = false
    await Promise.all([typing, program])

    await until(() => typists.every(({ client }) => client.isSaved), 'everything is acknowledged')
    const cold = await replayFromDatabase(database.owner, sheet.document.documentId)
    const agrees = ({ client }: Typist): boolean => client.sheet.fingerprint() === cold.fingerprint()
    await until(() => typists.every(agrees), 'everybody sees what was journaled')
    expect(typists.flatMap((typist) => typist.lost(typist.client.sheet))).toEqual([])
    expect(typists.flatMap(({ client }) => client.overtaken)).toEqual([])
    expect(cold.fingerprint()).not.toContain('never')
    for (const server of servers) {
      await expectWholeHistory(
        database.owner,
        server,
        sheet,
        typists.flatMap(({ rows }) => rows),
      )
    }
    const generations = await database.owner('document_generations').where({ document_id: sheet.document.documentId })
    expect(generations).toHaveLength(folds + 1)
    expect(generations.some(({ tail }) => tail !== null)).toBe(true)
    typists.forEach(({ client }) => client.destroy())
    refused.destroy()
    expect(servers.flatMap(({ complaints }) => complaints)).toEqual([])
  },
  PATIENCE_MS,
)
