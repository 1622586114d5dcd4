import { beforeEach, expect, test } from 'vitest'
import { en } from '../words/en.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { changesText } from './changesText.ts'
import { beginVisit, goOnVisiting } from './lastVisit.ts'
import { sinceMoment } from './sinceMoment.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const WORDS = { months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '), yes: 'Yes', no: 'No' }
const t: SheetTranslate = (key, values = {}) =>
  Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{{${name}}}`, String(value)),
    String(Object.entries(en).find(([name]) => name === key)?.[1]),
  )

beforeEach(() => localStorage.clear())

test('a filter of changes begins with a day of the person’s own clock', () => {
  const now = new Date(2025, 2, 31, 14, 30)
  const day = (month: number, date: number): string => new Date(2025, month, date).toISOString()
  expect(['today', 'yesterday', 'week', '2025-02-28'].map((since) => sinceMoment(since, now, null))).toEqual([
    day(2, 31),
    day(2, 30),
    day(2, 25),
    day(1, 28),
  ])
  expect(sinceMoment('visit', now, HOUR)).toBe('1970-01-01T01:00:00.000Z')
  expect(sinceMoment('visit', now, null)).toBe('1970-01-01T00:00:00.000Z')
})

test('a visit ends when somebody is away for a while; loading the page anew goes on with it', () => {
  expect(beginVisit('a', 10 * HOUR)).toBeNull()
  goOnVisiting('a', 11 * HOUR)
  expect(beginVisit('a', 11 * HOUR + MINUTE)).toBeNull()
  goOnVisiting('a', 12 * HOUR)
  expect(beginVisit('a', 20 * HOUR)).toBe(12 * HOUR)
  expect(beginVisit('a', 20 * HOUR + MINUTE)).toBe(12 * HOUR)
  expect(beginVisit('b', 20 * HOUR)).toBeNull()
  localStorage.setItem('carbonsheet.visit.a', '{broken')
  expect(beginVisit('a', 30 * HOUR)).toBeNull()
})

test('the chip says which rows, since when and by whom', () => {
  expect(changesText({ what: 'added', since: 'yesterday', by: 'others' }, WORDS, t)).toBe(
    'New since yesterday by others',
  )
  expect(changesText({ what: 'changed', since: '2025-03-31', by: 'anyone' }, WORDS, t)).toBe(
    'Changed or new since 31 Mar 2025',
  )
})
