/** The process of the server is killed with SIGKILL while people write a note: what was acknowledged is there, and once. */
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteName } from '#collab/protocol/documentName.ts'
import { noteOf, readNote } from '#collab/schema/note.ts'
import { newNoteDocument, say } from '#collab/testing/noteDocument.ts'
import { RawClient } from '#collab/testing/RawClient.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { noteText } from '#shared/notes/noteContent.ts'
import { proveNotes } from '#server/proof/proveNotes.ts'
import { LiveFixture } from '#server/testing/LiveFixture.ts'
import { ServerProcess } from '#server/testing/ServerProcess.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'

const KILLS = sizeOf({ short: 4, long: 50 })
const WRITERS = 4
const ACKNOWLEDGED_PER_LIFE = sizeOf({ short: 40, long: 300 })

let database: TestDatabase
let fixture: LiveFixture
let server: ServerProcess

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterAll(async () => {
  await server.kill()
  await database.drop()
})

/** Writes line after line, each once; goes on with the same document after a kill. */
class Writer {
  readonly doc = newNoteDocument()
  readonly acknowledged: string[] = []
  readonly #who: number
  readonly #token: string
  #client: RawClient | null = null
  #lines = 0

  constructor(who: number, token: string) {
    this.#who = who
    this.#token = token
  }

  async connect(url: string, name: string): Promise<void> {
    const tried = this.#lines
    this.#client = new RawClient({ url, name, token: this.#token, doc: this.doc })
    await this.#client.ready // what was tried before was taken with the answer
    for (let line = 0; line < tried; line++) {
      this.#acknowledge(line)
    }
  }

  write(): void {
    if (this.#client?.isOpen === true && this.#client.inFlight < 5) {
      const line = this.#lines++
      const before = Y.encodeStateVector(this.doc)
      say(this.doc, `${this.#who}-${line}`)
      this.#client.send(Y.encodeStateAsUpdate(this.doc, before), () => this.#acknowledge(line))
    }
  }

  leave(): void {
    this.#client?.close()
  }

  #acknowledge(line: number): void {
    const text = `${this.#who}-${line}`
    if (!this.acknowledged.includes(text)) {
      this.acknowledged.push(text)
    }
  }
}

test('[NOTE4] a killed server loses no acknowledged word of a note and has none twice', async () => {
  const sheet = await fixture.newSheet(['r1'])
  const name = noteName({ tableId: sheet.tableId, cycleId: sheet.cycleId, rowId: 'r1' })
  const people = await Promise.all(Array.from({ length: WRITERS }, () => fixture.newPerson('editor')))
  const writers = people.map(({ token }, i) => new Writer(i, token))
  const acknowledged = (): number => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
  for (let life = 0; life <= KILLS; life++) {
    server = await ServerProcess.start(database)
    const { url } = server
    await Promise.all(writers.map((writer) => writer.connect(url, name)))
    const goal = acknowledged() + (life < KILLS ? ACKNOWLEDGED_PER_LIFE : 0)
    await until(() => {
      writers.forEach((writer) => writer.write())
      return acknowledged() >= goal
    }, 'enough is acknowledged')
    if (life < KILLS) {
      await server.kill()
      writers.forEach((writer) => writer.leave())
    }
  }
  const doc = writers[0]!.doc
  await until(() => writers.every((writer) => noteOf(writer.doc).length === noteOf(doc).length), 'all have it all')
  const lines = noteText(readNote(doc)).split('\n')
  expect(lines).toHaveLength(new Set(lines).size)
  expect(writers.flatMap((writer) => writer.acknowledged).filter((line) => !lines.includes(line))).toEqual([])
  writers.forEach((writer) => writer.leave())
  expect((await proveNotes(database.ownerUrl, 'verify')).problems).toEqual([])
})
