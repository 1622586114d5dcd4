import * as encoding from 'lib0/encoding'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFrame } from './frame.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

function frame(address: string, type: number, write: (body: encoding.Encoder) => void = () => {}): Uint8Array {
  const body = encoding.createEncoder()
  encoding.writeVarString(body, address)
  encoding.writeVarUint(body, type)
  write(body)
  return encoding.toUint8Array(body)
}

const sync = (step: number, payload: Uint8Array): Uint8Array =>
  frame('part:1@1', 0, (body) => {
    encoding.writeVarUint(body, step)
    encoding.writeVarUint8Array(body, payload)
  })

const presence = (state: string): Uint8Array =>
  frame('part:1@1', 1, (body) => {
    const inner = encoding.createEncoder()
    ;[1, 5, 1].forEach((number) => encoding.writeVarUint(inner, number))
    encoding.writeVarString(inner, state)
    encoding.writeVarUint8Array(body, encoding.toUint8Array(inner))
  })

test('[LIM1] whole frames of the types that a client sends pass', () => {
  const update = sync(2, Uint8Array.of(0, 0))
  expect(parseFrame(update)).toEqual({ address: 'part:1@1', type: 'sync', bytes: update.length })
  expect(parseFrame(sync(0, Uint8Array.of(0)))?.type).toBe('sync')
  const auth = frame('part:1@1', 2, (body) => {
    encoding.writeVarUint(body, 0)
    encoding.writeVarString(body, 'token')
  })
  expect(parseFrame(auth)?.type).toBe('auth')
  expect(parseFrame(frame('part:1@1', 7))?.type).toBe('close')
  expect(parseFrame(presence('{"cell":null}'))?.type).toBe('awareness')
  expect(parseFrame(frame('part:1@1\0a session', 3))?.address).toBe('part:1@1\0a session')
})

test.each([
  ['no bytes', new Uint8Array()],
  ['no name', frame('', 3)],
  ['a very long name', frame('x'.repeat(201), 3)],
  ['a name that is a trap', frame('__proto__', 3)],
  ['a name that every object has', frame('constructor', 3)],
  ['a name of two lines', frame('part:1@1\nanother line', 3)],
  ['a name with two suffixes', frame('part:1@1\0one\0two', 3)],
  ['a message between servers', frame('part:1@1', 6)],
  ['an unknown type', frame('part:1@1', 42)],
  ['an unknown step', sync(3, Uint8Array.of(0, 0))],
  ['an update too short to be one', sync(2, Uint8Array.of(0))],
  ['an update cut short', sync(2, new Uint8Array(50)).slice(0, 20)],
  ['a state vector cut short', sync(0, Uint8Array.of(3, 1))],
  ['a presence cut short', frame('part:1@1', 1, (body) => encoding.writeVarUint8Array(body, Uint8Array.of(2, 5, 1)))],
  ['a presence that is no JSON', presence('{')],
  ['an empty presence', frame('part:1@1', 1, (body) => encoding.writeVarUint8Array(body, new Uint8Array()))],
])('[LIM1] %s is no frame', (_, bytes) => {
  expect(parseFrame(bytes)).toBe(null)
})

test('[LIM1] no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      parseFrame(bytes)
    }),
    { numRuns: sizeOf({ short: 2000, long: 500_000 }) },
  )
})
