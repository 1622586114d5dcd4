/** What one person wrote in two tabs, one after the other or at once, and what comes to the server as one message. */
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { Peer, seed, TinyServer } from '#collab/testing/gateFixture.ts'

const CLIENTS = [
  [2 ** 21, 2 ** 30],
  [2 ** 30, 2 ** 21],
] as const

/** Everything that the document has and the server has not. */
const unsent = ({ doc }: Peer): Uint8Array => Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(seed))

const anybody = (): boolean => true

test.each(CLIENTS)(
  '[GATE2] the tab was closed offline and the next one went on: the last word stands (%d, %d)',
  (a, b) => {
    const tab = new Peer('boss', a)
    tab.sheet.set('r1', 2, 'first')
    tab.doc.clientID = b
    tab.sheet.set('r1', 2, 'second')
    const server = new TinyServer([tab])
    const update = unsent(tab)
    expect(server.take(tab, update, anybody)).toEqual([])
    expect([server.sheet.value('r1', 2), server.journal]).toEqual(['second', [update]])
    server.settle()
    expect(tab.sheet.value('r1', 2)).toBe('second')
  },
)

test.each(CLIENTS)('[GATE2] both tabs wrote offline: what the person sees in the end stands (%d, %d)', (a, b) => {
  const tabs = [new Peer('boss', a), new Peer('boss', b)] as const
  tabs[0].sheet.set('r1', 2, 'in one')
  tabs[1].sheet.set('r1', 2, 'in the other')
  Y.applyUpdate(tabs[1].doc, Y.encodeStateAsUpdate(tabs[0].doc), 'net')
  const seen = tabs[1].sheet.value('r1', 2)
  const server = new TinyServer([...tabs])
  expect(server.take(tabs[1], unsent(tabs[1]), anybody)).toEqual([])
  expect(server.sheet.value('r1', 2)).toBe(seen)
  server.settle()
  expect(tabs.map(({ sheet }) => sheet.value('r1', 2))).toEqual([seen, seen])
})

test.each(CLIENTS)(
  '[GATE2] one tab wrote offline and the other one cleared: what the person sees stands (%d, %d)',
  (a, b) => {
    const tabs = [new Peer('boss', a), new Peer('boss', b)] as const
    tabs[0].sheet.set('r1', 2, 'in one')
    tabs[1].sheet.set('r1', 2, null)
    Y.applyUpdate(tabs[1].doc, Y.encodeStateAsUpdate(tabs[0].doc), 'net')
    const seen = tabs[1].sheet.value('r1', 2)
    const server = new TinyServer([...tabs])
    expect(server.take(tabs[1], unsent(tabs[1]), anybody)).toEqual([])
    expect(server.sheet.value('r1', 2)).toBe(seen)
  },
)

test.each(CLIENTS)('[GATE2] a bulk write of the next tab lies over that of the one before (%d, %d)', (a, b) => {
  const tab = new Peer('other', a)
  tab.sheet.write(['r1', 'r2'], [2, 3], () => 'first')
  tab.doc.clientID = b
  tab.sheet.write(['r1'], [2, 3], () => 'second')
  tab.sheet.set('r2', 2, 'typed')
  const server = new TinyServer([tab])
  const refused = server.take(tab, unsent(tab), anybody)
  expect(refused.map(({ row, ordinal }) => `${row}:${ordinal}`).sort()).toEqual(['r1:3', 'r1:3', 'r2:3'])
  const values = ['r1', 'r2'].map((row) => [2, 3].map((ordinal) => server.sheet.value(row, ordinal)))
  expect(values).toEqual([
    ['second', 'seed02'],
    ['typed', 'seed12'],
  ])
  server.settle()
  expect(tab.sheet.fingerprint()).toBe(server.sheet.fingerprint())
})
