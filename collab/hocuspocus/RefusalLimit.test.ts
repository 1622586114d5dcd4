import { expect, test } from 'vitest'
import { RefusalLimit } from './RefusalLimit.ts'

test('[LIM2] 300 refused writes at once are borne, the next is not, and a pause makes up for five a second', () => {
  let now = 0
  const limit = new RefusalLimit(() => now)
  const [session, other] = [{}, {}]
  expect(Array.from({ length: 300 }, () => limit.isExceeded(session))).not.toContain(true)
  expect(limit.isExceeded(session)).toBe(true)
  expect(limit.isExceeded(other)).toBe(false)
  now += 1000
  expect(Array.from({ length: 5 }, () => limit.isExceeded(session)).filter(Boolean)).toHaveLength(1)
})
