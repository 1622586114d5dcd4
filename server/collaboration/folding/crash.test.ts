/** The server is killed with SIGKILL in the middle of folds while people write: nothing acknowledged is lost, history is whole. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentName } from '#collab/protocol/documentName.ts'
import { FollowingClient } from '#collab/testing/FollowingClient.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { LiveFixture, type TestSheet } from '#server/testing/LiveFixture.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { expectWholeHistory } from './testing/expectWholeHistory.ts'
import { Typist } from './testing/Typist.ts'

const KILLS = sizeOf({ short: 5, long: 100 })
const WRITERS = 5
const PATIENCE_MS = sizeOf({ short: 120_000, long: 3_600_000 })
const PROCESS = new URL('../../testing/liveServerProcess.ts', import.meta.url)
/** Few entries: there is always a fold under way. */
const OPTIONS = { foldLimits: { entries: 60, patches: 10, bytes: 1 << 20 }, announceMs: 20 }

let database: TestDatabase
let fixture: LiveFixture
let child: ChildProcess | null = null

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await database.drop()
})

async function startProcess(port: number): Promise<string> {
  const args = [database.appUrl, String(port), JSON.stringify(OPTIONS)]
  child = fork(PROCESS, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [message] = (await once(child, 'message')) as [{ url: string }]
  return message.url
}

async function kill(): Promise<void> {
  const exited = once(child!, 'exit')
  child!.kill('SIGKILL')
  await exited
}

const generationOf = async ({ document }: TestSheet): Promise<number> => {
  const { generation } = await database.owner('documents').where({ id: document.documentId }).first('generation')
  return generation
}

/** A fold has been proposed and is not in use yet. */
async function isBetween({ document }: TestSheet): Promise<boolean> {
  const { rows } = await database.owner.raw<{ rows: unknown[] }>(
    `SELECT FROM documents d JOIN document_generations g ON g.document_id = d.id AND g.generation > d.generation WHERE d.id = ?`,
    [document.documentId],
  )
  return rows.length > 0
}

test(
  `[GEN8] ${KILLS} times kill -9, every other one in the middle of a fold: nothing acknowledged is lost`,
  async () => {
    const sheet = await fixture.newSheet()
    let url = await startProcess(0)
    const typists = await Promise.all(
      Array.from({ length: WRITERS }, async (_, i) => {
        const { token } = await fixture.newPerson('editor')
        const locate = async (): Promise<string> => documentName(sheet.document.documentId, await generationOf(sheet))
        return new Typist(
          i,
          (onAcknowledged) => new FollowingClient({ url, name: sheet.name, token, locate, onAcknowledged }),
        )
      }),
    )
    let isTyping = true
    const typing = (async () => {
      while (isTyping) {
        typists.filter(({ client }) => client.isReady).forEach((typist) => typist.type())
        await new Promise((resolve) => setTimeout(resolve, 3))
      }
    })()
    for (let life = 0; life < KILLS; life++) {
      const [acknowledged, generation] = [typists.map((typist) => typist.acknowledged), await generationOf(sheet)]
      await until(
        () => typists.every((typist, i) => typist.acknowledged > acknowledged[i]! + 20),
        `life ${life}: everybody writes`,
        30_000,
      )
      await until(async () => (await generationOf(sheet)) > generation, `life ${life}: folded`, 30_000)
      await until(
        async () => life % 2 === 0 || (await isBetween(sheet)),
        `life ${life}: in the middle of a fold`,
        30_000,
      )
      await kill()
      url = await startProcess(Number(new URL(url).port))
    }
    isTyping = false
    await typing
    await until(() => typists.every(({ client }) => client.isSaved), 'everything is saved', 30_000)
    await until(() => new Set(typists.map(({ client }) => client.sheet.fingerprint())).size === 1, 'everybody agrees')
    const cold = await replayFromDatabase(database.owner, sheet.document.documentId)
    expect(cold.fingerprint()).toBe(typists[0]!.client.sheet.fingerprint())
    expect(typists.flatMap((typist) => typist.lost(cold))).toEqual([])
    typists.forEach(({ client }) => client.destroy())
    await kill()
    const next = await fixture.startServer()
    await expectWholeHistory(
      database.owner,
      next,
      sheet,
      typists.flatMap(({ rows }) => rows),
    )
    await fixture.stop()
    expect(next.complaints).toEqual([])
  },
  PATIENCE_MS,
)
