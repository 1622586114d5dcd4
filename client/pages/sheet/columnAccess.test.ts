import { expect, test } from 'vitest'
import type { Field } from '#shared/fields/field.ts'
import { columnAccess } from './columnAccess.ts'
import { sayEvent } from './sayEvent.ts'
import { ar } from './words/ar.ts'
import { en } from './words/en.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** What i18next does with these words, plurals included. */
const translate =
  (words: Readonly<Record<string, string>>): SheetTranslate =>
  (key, values = {}) => {
    const form = values['count'] === 1 ? `${key}_one` : `${key}_other`
    const text = words[key] ?? words[form] ?? key
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }
const t = translate(en)

const field = (more: Partial<Field> = {}): Field => ({
  id: 'f',
  key: 'price',
  ordinal: 7,
  name: 'Price',
  type: 'number',
  unit: null,
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
  ...more,
})
const OPEN = { writable: new Set([7]), locked: false, late: new Set<number>() }
const CLOSED = { ...OPEN, writable: new Set<number>() }

test('a column says in words why it cannot be written, and who sees it', () => {
  const of = (more: Partial<Field>, view = CLOSED) => columnAccess(field(more), view, t, 'en')
  expect(of({}, OPEN)).toEqual({ lock: null, audience: null })
  expect(of({ readers: ['data_owner', 'admin'] }, OPEN)).toEqual({
    lock: null,
    audience: 'Only administrators and data owners see this',
  })
  expect(of({ writers: ['admin', 'data_owner'] })).toEqual({
    lock: 'Only administrators and data owners fill this in',
    audience: null,
  })
  expect(of({ readers: ['auditor'], writers: [] })).toEqual({
    lock: 'Nobody fills this in',
    audience: 'Only auditors see this',
  })
  expect(of({ writers: ['admin', 'verifier'] }).lock).toBe('Only administrators and verifier fill this in')
  expect(of({ type: 'formula', formula: 'price * 2' }, OPEN).lock).toBe('Computed by a formula')
  expect(of({ type: 'formula', formula: null }, OPEN).lock).toBe(
    'Computed on the server: you may not see everything that goes into it',
  )
  expect(of({ writers: ['admin'] }, { ...CLOSED, locked: true }).lock).toBe('The cycle is locked')
  expect(of({}, { ...CLOSED, late: new Set([7]) }).lock).toBe('This column is still on its way')
  expect(of({}).lock).toBe('You may read this, not edit it')
})

test('the same is said in Arabic', () => {
  expect(
    columnAccess(
      field({ readers: ['admin', 'auditor'], writers: ['auditor'] }),
      CLOSED,
      translate({ ...en, ...ar }),
      'ar',
    ),
  ).toEqual({
    lock: 'لا يملأ هذا العمود إلا المدققون',
    audience: 'لا يرى هذا العمود إلا المديرون والمدققون',
  })
})

test('typing into a result that was released says that it cannot be changed, and nothing of cells that it reads', () => {
  const names = { why: (of: Field) => columnAccess(of, OPEN, t, 'en').lock ?? '', cell: () => '', group: () => null }
  expect(sayEvent({ kind: 'read-only', field: field({ name: 'Cost', type: 'formula' }) }, t, names)).toBe(
    'Cost cannot be changed here: Computed on the server: you may not see everything that goes into it.',
  )
})

test('typing into such a cell says why, and undo names the cells that others have changed', () => {
  const names = {
    why: () => 'Only auditors fill this in',
    cell: ({ row, key }: { row: string; key: string }) => `${key} ${row}`,
    group: () => null,
  }
  expect(sayEvent({ kind: 'read-only', field: field() }, t, names)).toBe(
    'Price cannot be changed here: Only auditors fill this in.',
  )
  const others = ['a', 'b', 'c', 'd', 'e'].map((row) => ({ row, key: 'price' }))
  const undone = { kind: 'undone', cells: 3, changedByOthers: others, notAllowed: 1, keptRows: 0 } as const
  expect(sayEvent(undone, t, names)).toBe(
    'Undone: 3 cells, 5 cells were changed by others since and stay: price a; price b; price c and 2 more, 1 cell stays, you may not write it any more',
  )
  expect(sayEvent({ ...undone, changedByOthers: others.slice(0, 1), notAllowed: 0 }, t, names)).toBe(
    'Undone: 3 cells, 1 cell was changed by others since and stays: price a',
  )
})
