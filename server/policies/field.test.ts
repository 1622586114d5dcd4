import { expect, test } from 'vitest'
import type { Field } from '#shared/fields/field.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { ROLES, type Role } from '#shared/permissions/roles.ts'
import { isWritableField, readableFields, rolesOn } from './field.ts'

const PLACE = { projectId: 'project', moduleId: 'module' }

function field(key: string, changes: Partial<Field> = {}): Field {
  return {
    id: key,
    key,
    ordinal: 2,
    name: key,
    type: 'number',
    unit: null,
    options: [],
    required: false,
    formula: null,
    role: null,
    readers: null,
    writers: null,
    ...changes,
  }
}

const formula = (key: string, text: string, changes: Partial<Field> = {}): Field =>
  field(key, { type: 'formula', formula: text, ...changes })

const FIELDS = [
  field('open'),
  field('price', { readers: ['admin', 'auditor'], writers: ['admin'] }),
  field('signed', { writers: ['auditor'] }),
  formula('cost', 'open * price'),
  formula('twice', 'cost * 2'),
  formula('safe', 'open * 2'),
]

test('role by role and field by field, readers and writers are exactly those named', () => {
  const matrix = ROLES.map((role) => {
    const roles = new Set<Role>([role])
    const read = readableFields(FIELDS, roles).map(({ key }) => key)
    const mayUpdate = role === 'admin' || role === 'data_owner'
    const write = FIELDS.filter((one) => isWritableField(one, roles, mayUpdate)).map(({ key }) => key)
    return { role, read: read.join(' '), write: write.join(' ') }
  })
  expect(matrix).toEqual([
    { role: 'admin', read: 'open price signed cost twice safe', write: 'open price' },
    { role: 'data_owner', read: 'open signed safe', write: 'open' },
    { role: 'auditor', read: 'open price signed cost twice safe', write: 'signed' },
    { role: 'viewer', read: 'open signed safe', write: '' },
  ])
})

test('a released result is read without its inputs, and without the formula that names them', () => {
  const released = [...FIELDS.slice(0, 3), formula('cost', 'open * price', { released: true }), ...FIELDS.slice(4)]
  const read = (role: Role): string[] =>
    readableFields(released, new Set([role])).map((one) => `${one.key}${isReleasedResult(one) ? ' (result)' : ''}`)
  expect(read('viewer')).toEqual(['open', 'signed', 'cost (result)', 'twice (result)', 'safe'])
  expect(read('auditor')).toEqual(['open', 'price', 'signed', 'cost', 'twice', 'safe'])
})

test('a condition is read only by whoever reads all that it reads; its text and its message are hidden from others', () => {
  const rules = { max: 7, formula: 'open < twice', message: 'Too dear.' }
  const ruled = [
    field('open', { rules }),
    field('signed', { rules: { formula: 'price > 1' } }),
    ...FIELDS.slice(1, 2),
    ...FIELDS.slice(3),
  ]
  const rulesFor = (role: Role): unknown[] => readableFields(ruled, new Set([role])).map((one) => one.rules ?? null)
  expect(rulesFor('auditor').slice(0, 2)).toEqual([rules, { formula: 'price > 1' }])
  expect(rulesFor('viewer').slice(0, 2)).toEqual([{ max: 7 }, null])
})

test('a released result is for its own readers only', () => {
  const secret = formula('cost', 'open * price', { released: true, readers: ['admin', 'data_owner'] })
  const read = (role: Role): string[] =>
    readableFields([...FIELDS.slice(0, 3), secret], new Set([role])).map(({ key }) => key)
  expect(read('data_owner')).toContain('cost')
  expect(read('viewer')).not.toContain('cost')
})

test('a field that may be written but not read is not written either', () => {
  const blind = field('blind', { readers: ['admin'], writers: ['data_owner'] })
  expect(isWritableField(blind, new Set(['data_owner']), true)).toBe(false)
})

test('formulas that refer to each other in a ring stand by their own readers', () => {
  const ring = [formula('a', 'b + 1'), formula('b', 'a + 1', { readers: ['admin'] })]
  expect(readableFields(ring, new Set(['viewer'])).map(({ key }) => key)).toEqual([])
})

test('roles flow downwards from tenant and project to a module, and not sideways', () => {
  const roles = rolesOn(
    [
      { role: 'viewer', scope: 'tenant', scopeId: 'tenant', projectId: null },
      { role: 'auditor', scope: 'project', scopeId: 'project', projectId: 'project' },
      { role: 'data_owner', scope: 'module', scopeId: 'module', projectId: 'project' },
      { role: 'admin', scope: 'module', scopeId: 'sibling', projectId: 'project' },
    ],
    PLACE,
  )
  expect([...roles].toSorted()).toEqual(['auditor', 'data_owner', 'viewer'])
})
