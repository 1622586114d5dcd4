/** Contents are compared when it is quiet: by every client with the server's, and by servers through the database. */
import * as Y from 'yjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LiveMetrics } from '#collab/hocuspocus/LiveMetrics.ts'
import { contentHash } from '#collab/schema/contentHash.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { LiveFixture, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { proveAll } from '../proof/proveAll.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'

let database: TestDatabase
let fixture: LiveFixture
const clients: LiveClient[] = []

beforeEach(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy())
  await fixture.stop()
  await database.drop()
})

class Counted implements LiveMetrics {
  readonly counts: Record<string, number> = {}

  refused(reason: string, count: number): void {
    this.#add(reason, count)
  }

  hookFailed(hook: string): void {
    this.#add(hook, 1)
  }

  hashDiffers(from: string): void {
    this.#add(`differs: ${from}`, 1)
  }

  snapshotDamaged(): void {
    this.#add('snapshot', 1)
  }

  #add(name: string, count: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + count
  }
}

async function join(sheet: TestSheet, on: RunningServer, role = 'boss'): Promise<LiveClient> {
  const { token } = await fixture.newPerson(role)
  const client = new LiveClient({ url: on.url, name: sheet.name, token })
  clients.push(client)
  await until(() => client.provider.synced, 'synced')
  return client
}

const hashesOf = ({ messages }: LiveClient): string[] =>
  messages.flatMap((message) => (message.type === 'hash' ? [message.hash] : []))

test('[HASH3] after a quiet time everybody is told the hash of the content, once; whoever comes later is told too', async () => {
  const server = await fixture.startServer({ quietMs: 150 })
  const sheet = await fixture.newSheet()
  const [ana, ben] = [await join(sheet, server), await join(sheet, server, 'editor')]
  for (let n = 0; n < 20; n++) {
    ana.sheet.set('r1', 2, `typing ${n}`)
    ben.sheet.set('r2', 3, 'refused')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await until(() => ana.isSaved && ben.isSaved, 'saved')
  // a slow moment while they typed may have passed for quiet
  const isTold = (one: LiveClient): boolean => hashesOf(one).at(-1) === contentHash(one.sheet)
  await until(() => isTold(ana) && isTold(ben), 'told')
  const told = hashesOf(ana).length
  const cay = await join(sheet, server, 'viewer')
  await until(() => hashesOf(cay).length > 0, 'told')
  expect([hashesOf(cay), hashesOf(ana).length]).toEqual([[contentHash(ana.sheet)], told])
  expect((await proveAll(database.ownerUrl, 'verify')).problems).toEqual([])
  expect(server.complaints).toEqual([])
})

test('[HASH3] when the other servers could not be asked it is tried again, though nothing is written and nobody comes', async () => {
  await database.owner.raw(`
    CREATE SEQUENCE writes;
    CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF nextval('writes') = 1 THEN RAISE EXCEPTION 'a fault that was put here'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER fail_once BEFORE INSERT ON document_content_hashes EXECUTE FUNCTION fail_once()`)
  const server = await fixture.startServer({ quietMs: 100 })
  const ana = await join(await fixture.newSheet(), server)
  await until(() => hashesOf(ana).length > 0, 'told', 10_000)
  expect(hashesOf(ana)).toEqual([contentHash(ana.sheet)])
  expect(ana.closes).toEqual([])
  expect(server.complaints).toEqual([expect.stringContaining('a fault that was put here')])
})

test('[HASH4] replicas with equal state vectors and other content are found: counted, logged without content, and only if true', async () => {
  const metrics = new Counted()
  const server = await fixture.startServer({ quietMs: 50, metrics })
  const sheet = await fixture.newSheet()
  const ana = await join(sheet, server)
  ana.sheet.set('r1', 2, 'as the server has it')
  await until(() => ana.isSaved, 'saved')
  const twin = new Y.Doc()
  twin.clientID = ana.doc.clientID
  twin.getMap('c').set('r1:2', 'SECRET of a broken replica')
  const { token } = await fixture.newPerson('boss')
  const broken = new LiveClient({ url: server.url, name: sheet.name, token, before: Y.encodeStateAsUpdate(twin) })
  clients.push(broken)
  await until(() => hashesOf(broken).length > 0, 'told')
  expect(Y.encodeStateVector(broken.doc)).toEqual(Y.encodeStateVector(ana.doc))
  const [hash] = hashesOf(broken)
  const own = contentHash(broken.sheet)
  expect(own).not.toBe(hash)
  const report = (client: LiveClient, message: object): void => client.provider.sendStateless(JSON.stringify(message))
  report(broken, { type: 'mismatch', hash, own })
  report(broken, { type: 'mismatch', hash, own })
  report(ana, { type: 'mismatch', hash: own, own: hash })
  report(ana, { type: 'mismatch', hash, own: hash })
  report(ana, { type: 'mismatch', hash: 'SECRET', own })
  await until(() => metrics.counts['differs: client'] === 1, 'counted')
  ana.sheet.set('r1', 3, 'later')
  await until(() => ana.isSaved, 'what was said before is heard')
  expect(metrics.counts).toEqual({ 'differs: client': 1 })
  expect(server.complaints).toEqual(['a client has other content than the server: undefined'])
})

test('[HASH5] servers that differ at one position ask the journal; the wrong one loads the document anew', async () => {
  const [right, wrong] = [new Counted(), new Counted()]
  const limits = { rows: 3, bytes: 1 << 20 }
  const one = await fixture.startServer({ quietMs: 300, metrics: right, snapshotLimits: limits })
  const sheet = await fixture.newSheet()
  const { documentId } = sheet.document
  const ana = await join(sheet, one)
  for (const value of ['a', 'b', 'c', 'd']) {
    ana.sheet.set('r1', 2, value)
    await until(() => ana.isSaved, 'saved')
  }
  const snapshots = (): Promise<unknown[]> => database.owner('document_snapshots').where({ document_id: documentId })
  await until(async () => (await snapshots()).length > 0, 'a snapshot')
  // a snapshot that is whole and wrong: what a fault in memory would look like, on the server that loads it
  await database.owner.raw(
    `UPDATE document_snapshots s SET (bytes, sha256) = (SELECT seed, sha256 FROM document_generations WHERE document_id = s.document_id)
     WHERE document_id = ?`,
    [documentId],
  )
  await until(() => hashesOf(ana).length > 0, 'the first server has said what it has')
  const two = await fixture.startServer({ quietMs: 20, metrics: wrong })
  const ben = await join(sheet, two)
  await until(() => wrong.counts['differs: server'] === 1, 'counted')
  await until(() => ben.closes.includes('load-failed'), 'closed')
  expect(await snapshots()).toEqual([])
  const cay = await join(sheet, two)
  expect(cay.sheet.value('r1', 2)).toBe('d')
  await until(() => hashesOf(cay).length > 0, 'told')
  expect(hashesOf(cay)).toEqual([contentHash(ana.sheet)])
  expect([right.counts, wrong.counts]).toEqual([{}, { 'differs: server': 1 }])
})
