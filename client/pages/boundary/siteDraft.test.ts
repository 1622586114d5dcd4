import { expect, test } from 'vitest'
import { controlIn, draftOf } from './siteDraft.ts'

const SITE = { site: 's', name: 'S', share: 1, co2e_kg: null, counted_kg: null }

test('a site of which nothing is stated stays so until somebody states it', () => {
  const draft = draftOf({ ...SITE, control: null })
  expect(controlIn(draft)).toBe(null)
  expect(controlIn({ ...draft, isStated: true })).toEqual({
    ownership_pct: 100,
    financial_control: true,
    operational_control: true,
  })
})

test('an ownership that is no percentage is not sent', () => {
  const draft = { ...draftOf({ ...SITE, control: null }), isStated: true }
  expect(controlIn({ ...draft, ownership: '33,3' })).toMatchObject({ ownership_pct: 33.3 })
  for (const ownership of ['', 'half', '101', '-1']) {
    expect([ownership, controlIn({ ...draft, ownership })]).toEqual([ownership, undefined])
  }
})
