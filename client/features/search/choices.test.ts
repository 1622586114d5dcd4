import { expect, test } from 'vitest'
import type { SearchHit, SearchKind } from '#shared/api/search.ts'
import { choicesOf, groupsOf } from './choices.ts'

const hit = (kind: SearchKind, id: string): SearchHit => ({
  kind,
  id,
  title: id,
  excerpt: [],
  where: null,
  link: `/${id}`,
})

test('what was found stands under its kind, once, and says where there is more', () => {
  const hits = [hit('table', 't'), hit('row', 'a'), hit('row', 'b'), hit('row', 'a')]
  const choices = choicesOf({ text: 'kiln', hits, more: ['row'], recent: ['before'] })
  expect(choices.map((choice) => (choice.does === 'open' ? choice.hit.id : choice.does))).toEqual([
    't',
    'a',
    'b',
    'more',
  ])
  expect(groupsOf(choices).map(({ name, choices: own }) => [name, own.map(([index]) => index)])).toEqual([
    ['kind_table', [0]],
    ['kind_row', [1, 2, 3]],
  ])
})

test('before anything is typed there is what was searched for lately', () => {
  const choices = choicesOf({ text: '', hits: [hit('row', 'a')], more: [], recent: ['kiln'] })
  expect(groupsOf(choices)).toEqual([{ name: 'recent', choices: [[0, { does: 'search', text: 'kiln' }]] }])
})
