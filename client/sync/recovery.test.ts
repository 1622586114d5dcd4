// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CLOSE_REASONS, type CloseReason } from '#collab/protocol/closeReasons.ts'
import { until } from '#shared/testing/until.ts'
import { closeResponse } from './closeResponse.ts'
import {
  killed,
  NUMBER,
  PRICE,
  PRICES,
  saved,
  SheetServer,
  TWO_PARTS,
  valueOf,
  write,
  type Opened,
} from './testing/sheetServer.ts'

/** Every reason for which a server closes a document, while somebody types into it and into another part of the sheet. */
const REASONS = Object.keys(CLOSE_REASONS) as CloseReason[]

let server: SheetServer

beforeEach(async () => {
  server = new SheetServer()
  await server.start()
})

afterEach(() => server.stop())

/** The value is on the server, or the person is offered it. Never neither, and never both. */
async function standsOrIsOffered(tab: Opened, value: number): Promise<'stands' | 'offered'> {
  let outcome: 'stands' | 'offered' | undefined
  await until(() => {
    const offered = tab.session.view().notSaved.filter((cell) => cell.row === 'a' && cell.ordinal === PRICE)
    const stands = server.value(PRICES, 'a', PRICE) === value && tab.session.view().status.kind === 'saved'
    expect([stands, offered.map((cell) => cell.value)]).toEqual(stands ? [true, []] : [false, [value]])
    outcome = stands ? 'stands' : 'offered'
  })
  return outcome!
}

const EXPECTED = {
  authenticate: 'stands',
  retry: 'stands',
  describe: 'stands',
  reload: 'stands',
  'freeze-locked': 'offered',
  freeze: 'offered',
  'freeze-and-describe': 'offered',
  'start-fresh': 'offered',
} as const

const expectedFor = (reason: CloseReason): 'stands' | 'offered' => {
  const response = closeResponse(reason)
  return response === 'wait' ? 'stands' : EXPECTED[response]
}

/** After this the part stays as it is. */
const isFinal = (reason: CloseReason): boolean => ['freeze', 'freeze-locked'].includes(closeResponse(reason))

test.each(REASONS)(
  '%s: what was typed stands or is offered, the other part goes on, and the value can be written again',
  async (reason) => {
    const [ana, ben] = [server.open(TWO_PARTS), server.open(TWO_PARTS)]
    await saved(ana, ben)
    write(ana, 'a', 77, PRICE)
    write(ana, 'a', 5)
    server.document(PRICES)?.getConnections()[0]?.close({ code: 1000, reason })
    await until(() => expect(valueOf(ben, 'a')).toBe(5))
    expect(await standsOrIsOffered(ana, 77)).toBe(expectedFor(reason))
    write(ana, 'b', 6)
    await until(() => expect(valueOf(ben, 'b')).toBe(6))
    if (isFinal(reason)) {
      expect(ana.session.view().writable.has(PRICE)).toBe(false)
      expect(ana.session.view().writable.has(NUMBER)).toBe(true)
      return
    }
    await until(() => expect(ana.session.view().writable.has(PRICE)).toBe(true))
    ana.session.reapply(ana.session.view().notSaved)
    await saved(ana)
    await until(() => expect(valueOf(ben, 'a', PRICE)).toBe(77))
  },
  20_000,
)

test.each(REASONS)(
  '%s on the way in, with an edit of a closed tab: it stands or is offered, also to the tab after that',
  async (reason) => {
    const [first, ben] = [server.open(TWO_PARTS), server.open(TWO_PARTS)]
    await saved(first, ben)
    first.socket.disconnect()
    await until(() => expect(first.session.view().status.kind).toBe('offline'))
    write(first, 'a', 77, PRICE)
    server.refuse.set(PRICES, reason)
    const second = server.open(TWO_PARTS, { disk: await killed(first) })
    await until(() => expect(second.session.view().unsavedEdits).toBe(1))
    await until(() => expect(second.session.view().status.kind).not.toBe('saving'))
    const third = server.open(TWO_PARTS, { disk: await killed(second) })
    server.refuse.clear()
    expect(await standsOrIsOffered(third, 77)).toBe(expectedFor(reason))
    await until(() => expect(third.session.view().writable.has(PRICE)).toBe(true))
    third.session.reapply(third.session.view().notSaved)
    await saved(third)
    await until(() => expect(valueOf(ben, 'a', PRICE)).toBe(77))
  },
  20_000,
)

test('a token that cannot be fetched at first is fetched again, on the way in and later', async () => {
  let failures = 2
  const getToken = async (): Promise<string> => {
    if (failures-- > 0) {
      throw new Error('the sign-in service is away')
    }
    return 'token'
  }
  const ana = server.open(TWO_PARTS, { getToken })
  await saved(ana)
  failures = 2
  server.close(PRICES, 'unauthenticated')
  await until(() => expect(ana.session.view().status.kind).toBe('offline'))
  write(ana, 'a', 77, PRICE)
  await saved(ana)
  expect(server.value(PRICES, 'a', PRICE)).toBe(77)
})
