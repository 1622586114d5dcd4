import { expect, test } from 'vitest'
import { bodyOf, draftOf, isUnreadable } from './qualityDraft.ts'

test('what the server said goes into the form and out again', () => {
  const quality = { range_percent: 7.5, scores: { time: 4, reliability: 1 } } as const
  expect(bodyOf({ ...draftOf(quality), reason: 'Why' })).toEqual({ ...quality, reason: 'Why' })
  expect(bodyOf(draftOf({ range_percent: null, scores: {} }))).toEqual({ range_percent: null, scores: {}, reason: '' })
})

test('a range as people write it; anything else is no number', () => {
  const draft = draftOf({ range_percent: null, scores: {} })
  expect(bodyOf({ ...draft, range: '12,5' }).range_percent).toBe(12.5)
  expect(isUnreadable({ ...draft, range: 'about ten' })).toBe(true)
  expect(isUnreadable(draft)).toBe(false)
})
