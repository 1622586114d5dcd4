import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'
import { newAuthorDoc } from '#client/sync/newAuthorDoc.ts'
import { isNoteLink, NOTE_MARKS, NOTE_NODES } from '#shared/notes/noteNodes.ts'
import { noteExtensions, withProtocol } from './noteExtensions.ts'

test('the editor can make exactly what the server takes: nodes, marks and their attributes', () => {
  const { nodes, marks } = getSchema(noteExtensions(newAuthorDoc(), ''))
  const { text: _, ...written } = nodes // text has no element of its own
  const attributesOf = (of: typeof nodes | typeof marks): Record<string, string[]> =>
    Object.fromEntries(Object.entries(of).map(([name, { spec }]) => [name, Object.keys(spec.attrs ?? {}).toSorted()]))
  expect(attributesOf(written)).toEqual(
    Object.fromEntries(
      Object.entries(NOTE_NODES).map(([name, { attributes }]) => [name, Object.keys(attributes).toSorted()]),
    ),
  )
  expect(attributesOf(marks)).toEqual(
    Object.fromEntries(Object.entries(NOTE_MARKS).map(([name, rules]) => [name, Object.keys(rules)])),
  )
})

test('an address gets the protocol that it lacks, and a script stays one that is refused', () => {
  expect(withProtocol(' example.org/a ')).toBe('https://example.org/a')
  expect(withProtocol('name@example.org')).toBe('mailto:name@example.org')
  expect(withProtocol('http://example.org')).toBe('http://example.org')
  expect(isNoteLink(withProtocol('javascript:alert(1)'))).toBe(false)
})
