import { expect, test } from 'vitest'
import { LANGUAGE, sheetOf } from '#client/grid/testing/sheetOf.ts'
import { en } from '../words/en.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { ruleOfDraft, testsOf, type MarkDraft } from './markDraft.ts'
import { markText } from './markText.ts'

const { model } = sheetOf({ a: [] })
const t: SheetTranslate = (key, values = {}) =>
  Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{{${name}}}`, String(value)),
    String(Object.entries(en).find(([name]) => name === key)?.[1]),
  )
const draft = (key: string, more: Partial<MarkDraft>) => {
  const field = model.field(key)!
  const made = ruleOfDraft(model, field, {
    key,
    when: 'equals',
    value: '',
    to: '',
    style: 'note',
    scope: 'cell',
    ...more,
  })
  return made.rule === null ? made.problems : markText(made.rule, field, LANGUAGE.words, t)
}

test('what is written becomes a rule that says itself in words, or tells which value cannot be read', () => {
  expect([
    draft('amount', { when: 'above', value: '1,200.5' }),
    draft('twice', { when: 'between', value: '1', to: '5' }),
    draft('month', { when: 'below', value: '2025-03' }),
    draft('day', { when: 'above', value: '2025-03-31' }),
    draft('fuel', { when: 'equals', value: ' Coal ' }),
    draft('name', { when: 'empty' }),
  ]).toEqual([
    'amount above 1\u00a0200.5',
    'twice from 1 to 5',
    'month earlier than Mar 2025',
    'day later than 31 Mar 2025',
    'fuel is Coal',
    'name is empty',
  ])
  expect([
    draft('amount', { when: 'between', value: 'many', to: '' }),
    draft('day', { when: 'above', value: 'soon' }),
    draft('name', { when: 'contains', value: ' ' }),
  ]).toEqual([['value', 'to'], ['value'], ['value']])
  expect([testsOf(model, model.field('twice')!)[0], testsOf(model, model.field('fuel')!)[1]]).toEqual([
    'above',
    'contains',
  ])
})
