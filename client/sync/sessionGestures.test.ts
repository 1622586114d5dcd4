// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ORDER } from '#collab/schema/layout.ts'
import {
  COMMON,
  killed,
  NUMBER,
  offline,
  ONE_PART,
  PRICE,
  PRICES,
  saved,
  SheetServer,
  TWO_PARTS,
  until,
  valueOf,
  write,
} from './testing/sheetServer.ts'

let server: SheetServer

beforeEach(async () => {
  server = new SheetServer()
  await server.start()
})

afterEach(() => server.stop())

const cells = (rows: string[], ordinals: number[], value: number) =>
  rows.flatMap((row) => ordinals.map((ordinal) => ({ row, ordinal, value })))
const heardOf = (document: string): string[] =>
  server.heard.flatMap((one) => (one.document === document ? [one.kind] : []))

test('the server is told of each gesture before its changes, and that a paste over two parts is one', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  ana.session.editing.apply({ kind: 'pasted', writes: cells(['a', 'b'], [NUMBER, PRICE], 7) })
  await saved(ana)
  ana.session.editing.undo()
  await saved(ana)
  await until(() => {
    expect(heardOf(COMMON)).toEqual(['pasted', 'changes', 'undone', 'changes'])
    expect(heardOf(PRICES)).toEqual(['pasted', 'changes', 'undone', 'changes'])
  })
  const ids = server.heard.flatMap(({ kind, id }) => (id === undefined ? [] : [`${kind} ${id}`]))
  expect([ids.length, new Set(ids).size, new Set(ids.map((id) => id.split(' ')[1])).size]).toEqual([4, 2, 2])
})

test('one typed edit goes without a word, two in one message are told apart', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  write(ana, 'a', 5)
  await saved(ana)
  write(ana, 'a', 6)
  write(ana, 'b', 7)
  await saved(ana)
  await until(() => expect(heardOf(COMMON)).toEqual(['changes', 'typed', 'typed', 'changes']))
})

test('gestures of edits that were made offline are told on return, also by the next tab and into the next generation', async () => {
  const first = server.open(ONE_PART)
  await saved(first)
  await offline(first)
  first.session.editing.apply({ kind: 'filled', writes: cells(['a', 'b'], [NUMBER], 7) })
  const second = server.open(ONE_PART, { disk: await killed(first) })
  await saved(second)
  await until(() => expect(heardOf(COMMON)).toEqual(['filled', 'changes']))
  await server.change('part:1@2', (sheet) =>
    sheet.write(['a', 'b'], [ORDER, NUMBER], (row, column) => (column === 0 ? `V0000${row}` : 7)),
  )
  second.described = { parts: [{ part: 'common', document: 'part:1@2', fields: ['n'] }] }
  server.tell(COMMON, { type: 'generation', name: 'part:1@2' })
  second.session.editing.apply({ kind: 'cleared', writes: [{ row: 'a', ordinal: NUMBER, value: null }] })
  await until(() => expect([valueOf(second, 'a'), second.session.view().status.kind]).toEqual([null, 'saved']))
  expect(heardOf('part:1@2')).toEqual(['cleared', 'changes'])
})
