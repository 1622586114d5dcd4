import { expect, test } from 'vitest'
import { newGestureId } from '#collab/protocol/gestures.ts'
import { CLOSE_REASONS } from '#collab/protocol/closeReasons.ts'
import { closeResponse } from './closeResponse.ts'
import { IntentLog, type Intent } from './IntentLog.ts'
import { readWork } from './device/KeptWork.ts'
import { NotSaved } from './NotSaved.ts'
import { saveStatus, type SaveFacts } from './saveStatus.ts'

const intent = (row: string, value = 1): Intent => ({ row, ordinal: 2, value, before: null })

test('acknowledgements settle messages in the order in which they were sent', () => {
  const log = new IntentLog()
  log.add([intent('a')])
  log.sent()
  log.add([intent('b')])
  log.sent()
  expect([log.answered(), log.pending, log.settled]).toEqual([[intent('a')], 1, false])
  expect([log.answered(), log.pending, log.settled]).toEqual([[intent('b')], 0, true])
})

test('a write that was not sent yet is not settled by the answer to an earlier message', () => {
  const log = new IntentLog()
  log.add([intent('a')])
  log.sent()
  log.add([intent('b')])
  expect([log.answered(), log.pending]).toEqual([[intent('a')], 1])
})

test('after a lost connection nothing counts as sent, and the next message carries all of it', () => {
  const log = new IntentLog()
  log.add([intent('a')])
  log.sent()
  log.disconnected()
  expect([log.answered(), log.pending]).toEqual([[], 1])
  log.disconnected()
  log.add([intent('b')])
  log.sent()
  expect(log.answered()).toEqual([intent('a'), intent('b')])
})

test('the value of a cell is remembered after its acknowledgement, for a refusal that comes later', () => {
  const log = new IntentLog()
  log.add([intent('a', 1), intent('a', 2)])
  log.sent()
  log.answered()
  expect([log.last('a', 2)?.value, log.last('a', 3)]).toEqual([2, undefined])
})

test('what was on its way when the connection was lost is unsure, unless it was told that it was refused, or written anew', () => {
  const log = new IntentLog()
  log.add([intent('sent'), intent('refused'), intent('again')])
  log.sent()
  log.add([intent('waiting')])
  expect(log.refused('refused', 2)).toEqual(intent('refused'))
  log.disconnected()
  log.add([intent('again', 2)])
  log.sent()
  expect(log.unsure(log.answered())).toEqual([intent('sent')])
})

const facts: SaveFacts = {
  refused: 0,
  locked: false,
  canWrite: true,
  connection: 'online',
  pending: 0,
  settled: true,
  editing: false,
  kept: true,
}

test('the status says the worst of what is true', () => {
  const of = (change: Partial<SaveFacts>) => saveStatus({ ...facts, ...change })
  expect([
    of({}),
    of({ pending: 1 }),
    of({ settled: false }),
    of({ connection: 'connecting' }),
    of({ editing: true }),
    of({ connection: 'offline', pending: 17, editing: true }),
    of({ canWrite: false, connection: 'offline' }),
    of({ locked: true, canWrite: false }),
    of({ refused: 1, locked: true }),
  ]).toEqual([
    { kind: 'saved' },
    { kind: 'saving' },
    { kind: 'saving' },
    { kind: 'saving' },
    { kind: 'editing' },
    { kind: 'offline', edits: 17, kept: true },
    { kind: 'forbidden' },
    { kind: 'locked' },
    { kind: 'refused' },
  ])
})

test('every close reason has a response, and a failed load is never taken for lost access', () => {
  expect(Object.keys(CLOSE_REASONS).map(closeResponse)).not.toContain('wait')
  expect([
    closeResponse('load-failed'),
    closeResponse('unauthenticated'),
    closeResponse('locked'),
    closeResponse('clock-gap'),
    closeResponse(''),
    closeResponse('Ping timeout'),
  ]).toEqual(['retry', 'authenticate', 'freeze-locked', 'start-fresh', 'wait', 'wait'])
})

test('a kept list is read as far as it can be, and newer values stand before kept ones', () => {
  const kept = { row: 'a', ordinal: 2, value: 1, reason: 'locked' } as const
  const gestures = [{ client: 7, from: 0, to: 3, kind: 'pasted', id: newGestureId() }]
  const document = 'part:1@1'
  const open = [{ document, batches: [[intent('a')]], gestures }]
  expect(readWork({ open: [{ document, intents: [intent('a'), 7], gestures }] }).open).toEqual(open) // as it was kept once
  expect(
    readWork({
      open,
      stranded: [intent('b'), { row: 1 }],
      notSaved: [kept, { ...kept, reason: 'of another version' }],
    }),
  ).toEqual({ open, stranded: [intent('b')], notSaved: [kept] })
  expect(readWork(null)).toEqual({ open: [], stranded: [], notSaved: [] })
  const list = new NotSaved()
  list.add([{ ...kept, value: 2 }])
  list.restore([kept, { ...kept, row: 'b' }])
  expect(list.cells.map(({ row, value }) => [row, value])).toEqual([
    ['a', 2],
    ['b', 1],
  ])
})
