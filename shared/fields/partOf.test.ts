import { expect, test } from 'vitest'
import { partOf } from './partOf.ts'

test('fields with the same readers are in one part, however the readers are written', () => {
  expect(partOf({ readers: null })).toBe('common')
  expect(partOf({ readers: ['auditor'] })).toBe('auditor')
  expect(partOf({ readers: ['data_owner', 'admin', 'admin'] })).toBe(partOf({ readers: ['admin', 'data_owner'] }))
  expect(partOf({ readers: [] })).toBe('nobody')
})
