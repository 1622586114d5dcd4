// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentHash } from '#collab/schema/contentHash.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { until } from '#shared/testing/until.ts'
import { COMMON, NUMBER, ONE_PART, saved, SheetServer, valueOf, write } from './testing/sheetServer.ts'

let server: SheetServer

beforeEach(async () => {
  server = new SheetServer()
  await server.start()
})

afterEach(() => server.stop())

const tellHash = (): void =>
  server.tell(COMMON, { type: 'hash', hash: contentHash(new Sheet(server.document(COMMON)!)) })

test('a page that has what the server has goes on as it is', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  tellHash()
  write(ana, 'a', 5)
  await saved(ana)
  tellHash()
  write(ana, 'a', 6)
  await saved(ana)
  expect(server.said.filter((payload) => payload.includes('mismatch'))).toEqual([])
})

test('[HASH4] a page that misses something says so, loads the sheet anew and keeps what it has not sent', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  await server.change(COMMON, () => {}) // stays in memory while nobody is on it
  await server.changeSilently(COMMON, (sheet) => sheet.set('b', NUMBER, 77))
  write(ana, 'a', 5)
  await saved(ana)
  expect([valueOf(ana, 'a'), valueOf(ana, 'b')]).toEqual([5, 1])
  tellHash()
  await until(() => expect(server.said.filter((payload) => payload.includes('mismatch'))).toHaveLength(1))
  server.close(COMMON, 'diverged') // of this the next edit does not know
  write(ana, 'a', 6)
  await until(() => expect([valueOf(ana, 'a'), valueOf(ana, 'b')]).toEqual([6, 77]))
  await saved(ana)
  expect([server.value(COMMON, 'a'), server.value(COMMON, 'b')]).toEqual([6, 77])
})

test('a hash that was said before an edit arrived is not about that edit', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  write(ana, 'a', 5)
  tellHash()
  await saved(ana)
  expect(server.said.filter((payload) => payload.includes('mismatch'))).toEqual([])
})
