import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { noteOf, readNote } from '#collab/schema/note.ts'
import { append, newNoteDocument, nodeOf, say, textOf } from '#collab/testing/noteDocument.ts'
import { MAX_NOTE_DEPTH, MAX_NOTE_LENGTH } from '#shared/notes/noteNodes.ts'
import { noteText } from '#shared/notes/noteContent.ts'
import { HardRefusal } from './HardRefusal.ts'
import { inspectNote, MAX_NOTE_UPDATE_BYTES } from './inspectNote.ts'

const mine = (): boolean => true

/** What the gate says to what is made of an empty note. */
function refusal(make: (doc: Y.Doc) => unknown, before: Y.Doc = new Y.Doc()): string | null {
  const doc = newNoteDocument(Y.encodeStateAsUpdate(before))
  make(doc)
  return refusalOf(before, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(before)))
}

function refusalOf(doc: Y.Doc, update: Uint8Array, owns: (client: number) => boolean = mine): string | null {
  try {
    inspectNote(doc, update, owns)
    return null
  } catch (error) {
    if (error instanceof HardRefusal) {
      return error.reason
    }
    throw error
  }
}

const link = (href: unknown) => ({ link: { href } })

test('[NOTE1] what the editor writes is taken, and read back as TipTap’s JSON and as plain text', () => {
  const doc = newNoteDocument()
  append(
    doc,
    nodeOf('heading', [textOf('Kiln 2')], { level: 2 }),
    nodeOf('paragraph', [
      textOf('The meter was '),
      textOf('replaced', { bold: {} }),
      nodeOf('hardBreak'),
      textOf('in May'),
    ]),
    nodeOf('bulletList', [nodeOf('listItem', [nodeOf('paragraph', [textOf('one', link('https://example.org/a'))])])]),
    nodeOf(
      'orderedList',
      ['a', 'b'].map((text) => nodeOf('listItem', [nodeOf('paragraph', [textOf(text)])])),
      { start: 3 },
    ),
    nodeOf('blockquote', [nodeOf('paragraph', [textOf('as they said')])]),
  )
  const before = new Y.Doc()
  const found = inspectNote(before, Y.encodeStateAsUpdate(doc), mine)!
  Y.applyUpdate(before, found.update)
  expect(found.clients).toEqual([doc.clientID])
  expect(readNote(before).content?.[1]).toEqual({
    type: 'paragraph',
    content: [
      { type: 'text', text: 'The meter was ' },
      { type: 'text', text: 'replaced', marks: [{ type: 'bold' }] },
      { type: 'hardBreak' },
      { type: 'text', text: 'in May' },
    ],
  })
  expect(noteText(readNote(before))).toBe('Kiln 2\nThe meter was replaced\nin May\n- one\n3. a\n4. b\n> as they said')
  expect(inspectNote(before, Y.encodeStateAsUpdate(doc), mine)).toBeNull()
})

test.each([
  ['another root', 'unknown-root', (doc: Y.Doc): unknown => doc.getMap('b').set('x', 1)],
  ['an unknown node', 'unsupported', (doc: Y.Doc) => append(doc, nodeOf('iframe'))],
  ['a node that every object knows', 'unsupported', (doc: Y.Doc) => append(doc, nodeOf('constructor'))],
  ['a node in the wrong place', 'unsupported', (doc: Y.Doc) => append(doc, nodeOf('listItem'))],
  ['text without a paragraph', 'unsupported', (doc: Y.Doc) => append(doc, textOf('x'))],
  [
    'something in a line break',
    'unsupported',
    (doc: Y.Doc) => append(doc, nodeOf('paragraph', [nodeOf('hardBreak', [textOf('x')])])),
  ],
  ['an unknown attribute', 'unsupported', (doc: Y.Doc) => append(doc, nodeOf('paragraph', [], { onclick: 'x()' }))],
  [
    'an attribute of objects',
    'unsupported',
    (doc: Y.Doc) => append(doc, nodeOf('paragraph', [], { __proto__x: 1, toString: 1 })),
  ],
  ['a heading of level 7', 'bad-value', (doc: Y.Doc) => append(doc, nodeOf('heading', [], { level: 7 }))],
  [
    'a list that starts at a text',
    'bad-value',
    (doc: Y.Doc) => append(doc, nodeOf('orderedList', [], { start: '<b>' })),
  ],
  ['an unknown mark', 'unsupported', (doc: Y.Doc) => say(doc, 'x', { textStyle: { color: 'red' } })],
  ['a mark with an attribute', 'unsupported', (doc: Y.Doc) => say(doc, 'x', { bold: { style: 'x' } })],
  [
    'a link with a handler',
    'unsupported',
    (doc: Y.Doc) => say(doc, 'x', { link: { href: 'https://a.b', onclick: 'x' } }),
  ],
  ['a link to a script', 'bad-value', (doc: Y.Doc) => say(doc, 'x', link('javascript:alert(1)'))],
  ['a link to a script, disguised', 'bad-value', (doc: Y.Doc) => say(doc, 'x', link(' java\tscript:alert(1)'))],
  ['a link to data', 'bad-value', (doc: Y.Doc) => say(doc, 'x', link('data:text/html,<script>1</script>'))],
  ['a link without an address', 'bad-value', (doc: Y.Doc) => say(doc, 'x', { link: {} })],
  ['a link that is no text', 'bad-value', (doc: Y.Doc) => say(doc, 'x', link({ toString: 'x' }))],
  [
    'an embed',
    'unsupported',
    (doc: Y.Doc) => {
      const text = textOf('x')
      append(doc, nodeOf('paragraph', [text]))
      text.insertEmbed(0, { image: 'x' })
    },
  ],
  [
    'attributes of a text',
    'unsupported',
    (doc: Y.Doc) => {
      const text = textOf('x')
      append(doc, nodeOf('paragraph', [text]))
      text.setAttribute('x', 'y')
    },
  ],
  [
    'a document in the note',
    'unsupported',
    (doc: Y.Doc) => {
      const node = nodeOf('paragraph')
      append(doc, node)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a stranger does
      node.setAttribute('doc', new Y.Doc() as unknown as string)
    },
  ],
  ['bare values', 'unsupported', (doc: Y.Doc) => doc.getArray('note').push([1, 'x'])],
  ['keys of the note itself', 'unsupported', (doc: Y.Doc): unknown => doc.getMap('note').set('x', 1)],
  ['too much text', 'too-large', (doc: Y.Doc) => say(doc, 'x'.repeat(MAX_NOTE_LENGTH + 1))],
  [
    'too many nodes',
    'too-large',
    (doc: Y.Doc) => append(doc, ...Array.from({ length: MAX_NOTE_LENGTH + 1 }, () => nodeOf('paragraph'))),
  ],
  [
    'too deep',
    'too-large',
    (doc: Y.Doc) => {
      let node = nodeOf('paragraph', [textOf('x')])
      for (let i = 0; i <= MAX_NOTE_DEPTH; i++) {
        node = nodeOf('blockquote', [node])
      }
      append(doc, node)
    },
  ],
] as const)('[NOTE2] %s is refused whole: %s', (_, reason, make) => {
  expect(refusal(make)).toBe(reason)
})

test('[NOTE2] a mark that no text has yet is looked at too: somebody could type there', () => {
  const before = new Y.Doc()
  say(before, 'before')
  expect(
    refusal((doc) => {
      const text = (noteOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText
      const last = text._start!
      const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
      const mark = new Y.ContentFormat('link', { href: 'javascript:alert(1)' })
      doc.transact((transaction) =>
        new Y.Item(id, last, last.lastId, null, null, text, null, mark).integrate(transaction, 0),
      )
    }, before),
  ).toBe('bad-value')
})

test('[NOTE3] damaged bytes, foreign clients, gaps and huge messages are refused; what is known already is no news', () => {
  const doc = newNoteDocument()
  say(doc, 'first')
  const first = Y.encodeStateAsUpdate(doc)
  const vector = Y.encodeStateVector(doc)
  say(doc, 'second')
  const second = Y.encodeStateAsUpdate(doc, vector)
  const empty = new Y.Doc()
  expect(refusalOf(empty, first.slice(0, first.length - 3))).toBe('malformed')
  expect(refusalOf(empty, new Uint8Array([1, 2, 3]))).toBe('malformed')
  expect(refusalOf(empty, first, () => false)).toBe('foreign-client')
  expect(refusalOf(empty, second)).toBe('unknown-dependency')
  expect(refusalOf(empty, new Uint8Array(MAX_NOTE_UPDATE_BYTES + 1))).toBe('too-large')
  Y.applyUpdate(empty, first)
  expect(refusalOf(empty, first, () => false)).toBeNull()
  expect(refusalOf(empty, second)).toBeNull()
})

test('[NOTE3] what an update writes and deletes again is not journaled, and the document itself is never touched', () => {
  const before = new Y.Doc()
  say(before, 'stays')
  const state = Y.encodeStateAsUpdate(before)
  const doc = newNoteDocument(state)
  const vector = Y.encodeStateVector(doc)
  say(doc, 'CANARY of a moment')
  noteOf(doc).delete(1, 1)
  const updates = Y.encodeStateAsUpdate(doc, vector)
  const found = inspectNote(before, updates, mine)!
  expect(Buffer.from(found.update).toString('latin1')).not.toContain('CANARY')
  expect(Y.encodeStateAsUpdate(before)).toEqual(state)
})
