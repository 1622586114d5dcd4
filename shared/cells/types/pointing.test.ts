import { expect, test } from 'vitest'
import type { Field } from '#shared/fields/field.ts'
import { POINTING_TYPES, type Target, type Targets } from '#shared/fields/target.ts'
import { plainField } from '#shared/testing/plainField.ts'
import { cellProblem } from '../cellProblem.ts'
import { coerceCell } from '../coerceCell.ts'
import { formatCell, rawCellText } from '../formatCell.ts'

const KNOWN: Readonly<Record<string, Target>> = {
  a: { state: 'here', id: 'a', label: 'Anna' },
  Anna: { state: 'named', id: 'a', label: 'Anna' },
  old: { state: 'gone', id: 'old', label: null },
  left: { state: 'gone', id: 'left', label: 'Lena' },
  secret: { state: 'hidden', id: null, label: null },
  Twin: { state: 'several', id: null, label: null },
  Boris: { state: 'unknown', id: null, label: null },
}
const targets: Targets = { get: (value) => KNOWN[value], load: () => null }
const field = (type: Field['type'] = 'person', known: Targets | null = targets): Field => ({
  ...plainField('who', 2, type),
  ...(known !== null && { targets: known }),
})

test.each<[string, string, string, string | null]>([
  ['a', 'Anna', 'Anna', null],
  ['old', 'the row is gone', 'old', 'gone'],
  ['left', 'Lena', 'Lena', 'gone'],
  ['secret', 'hidden', 'secret', null],
  ['Anna', 'Anna', 'Anna', 'not-chosen'],
  ['Twin', 'Twin', 'Twin', 'several'],
  ['Boris', 'Boris', 'Boris', 'not-found'],
  ['not known yet', '…', 'not known yet', null],
])('%s is shown as %s, copied as %s, and its problem is %s', (value, shown, raw, problem) => {
  for (const type of POINTING_TYPES) {
    expect([formatCell(field(type), value), rawCellText(field(type), value)]).toEqual([shown, raw])
    expect(cellProblem(field(type), value)?.code ?? null).toBe(problem)
  }
})

test('a name becomes the id of the one thing that it is the name of; anything else stays as it is', () => {
  expect(['Anna', ' Anna ', 'a', 'Twin', 'Boris', 'secret', ''].map((text) => coerceCell(field(), text))).toEqual([
    'a',
    'a',
    'a',
    'Twin',
    'Boris',
    'secret',
    null,
  ])
  expect(coerceCell(field(), rawCellText(field(), 'a'))).toBe('a')
})

test('where nobody knows what ids stand for they are left alone', () => {
  const plain = field('reference', null)
  expect([coerceCell(plain, 'Anna'), formatCell(plain, 'a'), cellProblem(plain, 'Boris')]).toEqual(['Anna', 'a', null])
})

test('a problem names the field and what to do', () => {
  expect(cellProblem(field('reference'), 'Boris')?.message).toBe(
    'who: no row is called “Boris”. Choose one in the list.',
  )
})
