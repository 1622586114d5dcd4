// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CELLS_PER_PIECE } from '#collab/binding/inPieces.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { until } from '#shared/testing/until.ts'
import {
  COMMON,
  killed,
  NUMBER,
  offline,
  ONE_PART,
  type Opened,
  PRICE,
  PRICES,
  saved,
  type Seed,
  SheetServer,
  TWO_PARTS,
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

const MANY = Array.from({ length: 25_000 }, (_, i) => `row${i}`)

async function startWith(seed: Seed): Promise<void> {
  await server.stop()
  server = new SheetServer(seed)
  await server.start()
}

const manyRows: Seed = (document, sheet) => {
  if (document === COMMON) {
    sheet.write(MANY, [ORDER, NUMBER], (row, column) => (column === 0 ? `V${String(row).padStart(6, '0')}1` : 1))
  }
}
const clearing = () => ({ kind: 'cleared', writes: cellsOf(MANY), size: MANY.length }) as const
const cellsOf = (rows: string[]) => rows.map((row) => ({ row, ordinal: NUMBER, value: null }))
const left = (tab: Opened): number => MANY.filter((row) => valueOf(tab, row) !== null).length

test('a gesture in pieces reaches the others piece by piece and is one gesture to the server', async () => {
  await startWith(manyRows)
  const [ana, ben] = [server.open(ONE_PART), server.open(ONE_PART)]
  await saved(ana, ben)
  const run = ana.session.editing.begin(clearing())
  run.step()
  await until(() => expect(left(ben)).toBe(MANY.length - CELLS_PER_PIECE))
  run.finish()
  await until(() => expect(left(ben)).toBe(0))
  await saved(ana)
  const gestures = server.heard.flatMap(({ kind, id }) => (id === undefined ? [] : [`${kind} ${id}`]))
  expect([gestures.length, new Set(gestures).size]).toEqual([3, 1])
})

test('what was written of a gesture outlives a tab that is killed in the middle of it', async () => {
  await startWith(manyRows)
  const first = server.open(ONE_PART)
  await saved(first)
  await offline(first)
  first.session.editing.begin(clearing()).step()
  const second = server.open(ONE_PART, { disk: await killed(first) })
  await until(() => expect(left(second)).toBe(MANY.length - CELLS_PER_PIECE))
  await saved(second)
  expect(heardOf(COMMON).filter((kind) => kind !== 'changes')).toEqual(['cleared'])
})

test('a sheet that is closed in the middle of a gesture finishes it first', async () => {
  await startWith(manyRows)
  const [ana, ben] = [server.open(ONE_PART), server.open(ONE_PART)]
  await saved(ana, ben)
  await offline(ana)
  const run = ana.session.editing.begin(clearing())
  run.step()
  ana.session.destroy()
  expect([run.hasEnded, left(ana)]).toEqual([true, 0])
  const again = server.open(ONE_PART, { disk: ana.disk })
  await saved(again)
  await until(() => expect([left(again), left(ben)]).toEqual([0, 0]))
})
