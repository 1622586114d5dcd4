/** Values that another one beat before the server heard of them: they come deleted, and with their value. */
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { isOutdone } from '#collab/binding/isOutdone.ts'
import { cellKey } from '#collab/schema/layout.ts'
import { Peer, SERVER_CLIENT, TinyServer } from '#collab/testing/gateFixture.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

const HISTORIES = sizeOf({ short: 300, long: 50_000 })
const ROW = 'r1'
const NUMBERS = [2 ** 21, 2 ** 30] as const

function peer(client: number): Peer {
  const one = new Peer('boss', client)
  one.doc.gcFilter = (item) => !(isOutdone(item) && item.id.client === one.doc.clientID)
  return one
}

/** What one person has and the server has not, as one message. */
const unsent = ({ doc }: Peer, server: TinyServer): Uint8Array =>
  Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server.doc))

test('[GATE2] a value that lost is taken as it is, and the one that beat it stands', () => {
  const [ana, ben] = [peer(NUMBERS[0]), peer(NUMBERS[1])]
  const server = new TinyServer([ana, ben])
  ana.sheet.set(ROW, 2, 'of ana')
  ben.sheet.set(ROW, 2, 'of ben')
  server.takeAll(ben)
  server.settle()
  const update = unsent(ana, server)
  expect([server.take(ana, update), server.journal.at(-1)]).toEqual([[], update])
  expect(server.sheet.value(ROW, 2)).toBe('of ben')
})

test('[GATE4] a value that is said to have lost and would win stands: no cell is emptied that way', () => {
  const [ana, ben] = [peer(NUMBERS[1]), peer(NUMBERS[0])]
  const server = new TinyServer([ana, ben])
  ana.sheet.set(ROW, 2, 'of ana')
  ana.doc.gcFilter = () => false
  ana.sheet.layers.cells.delete(cellKey(ROW, 2))
  ben.sheet.set(ROW, 2, 'of ben')
  server.takeAll(ben)
  expect(server.take(ana, unsent(ana, server))).toEqual([])
  expect(server.sheet.value(ROW, 2)).toBe('of ana')
})

test(`[GATE2] in ${HISTORIES} histories of three who write one cell, send late and hear late, nothing is repaired`, () => {
  for (let run = 0; run < HISTORIES; run++) {
    const next = random(run + 1)
    const people = Array.from({ length: 3 }, () => peer(2 ** 21 + Math.floor(next() * 2 ** 31)))
    const server = new TinyServer(people)
    const send = (one: Peer): void => {
      server.take(one, unsent(one, server))
      expect(server.doc.store.clients.has(SERVER_CLIENT)).toBe(false)
    }
    for (let n = 0; n < 40; n++) {
      const one = people[Math.floor(next() * people.length)]!
      const what = next()
      if (what < 0.5) {
        one.sheet.set(ROW, 2, n)
      } else if (what < 0.75) {
        one.receive(Math.ceil(next() * 3))
      } else {
        one.receive(next() < 0.5 ? 0 : Infinity)
        send(one)
      }
    }
    people.forEach(send)
    server.settle()
    expect(people.map(({ sheet }) => sheet.value(ROW, 2))).toEqual(people.map(() => server.sheet.value(ROW, 2)))
  }
})
