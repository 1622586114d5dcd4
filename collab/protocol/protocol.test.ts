import { expect, test } from 'vitest'
import { parsePresence } from './awareness.ts'
import { isCloseReason } from './closeReasons.ts'
import { documentName, parseDocumentName } from './documentName.ts'
import { parseStateless } from './stateless.ts'

test('[NAME1] a document name is read back, and anything else is none', () => {
  expect(parseDocumentName(documentName(42, 3))).toEqual({ documentId: 42, generation: 3 })
  for (const name of [
    '',
    'part:',
    'part:0@1',
    'part:1@0',
    'part:01@1',
    'part:1@1 ',
    'part:1@1\0x',
    'note:1@1',
    'part:-1@1',
  ]) {
    expect(parseDocumentName(name)).toBe(null)
  }
})

test('[MSG1] stateless messages are read back, unknown ones are ignored', () => {
  const refused = { type: 'refused', cells: [{ row: 'r1', ordinal: 2, reason: 'locked' }], count: 1 }
  const rights = { type: 'rights', writable: [0, 1, 2], locked: false }
  expect(parseStateless(JSON.stringify(refused))).toEqual(refused)
  expect(parseStateless(JSON.stringify(rights))).toEqual(rights)
  expect(parseStateless('{"type":"generation","name":"part:1@2"}')).toEqual({ type: 'generation', name: 'part:1@2' })
  expect(parseStateless('{"type":"describe","later":1}')).toEqual({ type: 'describe' })
  for (const payload of [
    '',
    'x',
    '[]',
    'null',
    '{"type":"later"}',
    '{"type":"refused","cells":[1],"count":1}',
    '{"type":"rights","writable":["a"],"locked":true}',
  ]) {
    expect(parseStateless(payload)).toBe(null)
  }
})

test('[MSG1] a generation is told with or without what a client needs to make it; a broken proof is left out', () => {
  const fold = { sha256: 'ab12', before: [{ row: 'r1', ordinal: 2, value: ['a'] }] }
  const told = { type: 'generation', name: 'part:1@2', fold, tail: 'AAA=' }
  expect(parseStateless(JSON.stringify(told))).toEqual(told)
  expect(parseStateless(JSON.stringify({ ...told, fold: { ...fold, before: [{ row: 1 }] } }))).toEqual({
    type: 'generation',
    name: 'part:1@2',
  })
  const folding = { type: 'folding', name: 'part:1@2', ...fold }
  expect(parseStateless(JSON.stringify(folding))).toEqual(folding)
  expect(parseStateless(JSON.stringify({ ...folding, sha256: 5 }))).toBe(null)
})

test('[MSG2] close reasons are a closed list', () => {
  expect(isCloseReason('locked')).toBe(true)
  expect(isCloseReason('toString')).toBe(false)
})

test('[AWR1] a presence that is none is ignored, and a cell or range in it that is none is left out', () => {
  const state = { user: { id: 'u', name: 'Ada', colour: 3 }, cell: { row: 'r1', ordinal: 2 } }
  expect(parsePresence(state)).toEqual(state)
  expect(parsePresence({ ...state, cell: { row: 5 } })).toEqual({ ...state, cell: null })
  expect(parsePresence({ cell: null })).toBe(null)
  expect(parsePresence({ ...state, range: { from: state.cell } })).toEqual(state)
})
