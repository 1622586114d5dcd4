import { expect, test } from 'vitest'
import { newGestureId } from '#collab/protocol/gestures.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Intent } from '../IntentLog.ts'
import { packIntents, unpackIntents } from './packIntents.ts'

const VALUES: readonly CellValue[] = ['text', 1.5, true, null, ['a', 'b'], '']
const GESTURES = [
  { kind: 'pasted', id: newGestureId() },
  { kind: 'cleared', id: newGestureId() },
] as const

const many = Array.from({ length: 2000 }, (_, i): Intent => {
  const gesture = GESTURES[i % 3]
  return {
    row: `row${i}`,
    ordinal: 2 + (i % 4),
    value: VALUES[i % VALUES.length] ?? null,
    before: VALUES[(i + 1) % VALUES.length] ?? null,
    ...(gesture !== undefined && { gesture }),
    ...(i % 2 === 0 && { meaning: 'number kg' }),
  }
})

test('very many writes are kept as one text, made once, and read back as they were', () => {
  const text = packIntents(many)
  expect([typeof text, packIntents(many) === text]).toEqual(['string', true])
  expect(unpackIntents(text)).toEqual(many)
})

test('few are kept as they are', () => {
  const few = many.slice(0, 3)
  expect(packIntents(few)).toBe(few)
  expect(unpackIntents(few)).toEqual(few)
})

test('what is none of ours is nothing', () => {
  expect([
    unpackIntents('{"rows":'),
    unpackIntents('{"rows":[1]}'),
    unpackIntents(undefined),
    unpackIntents(7),
  ]).toEqual([[], [], [], []])
})
