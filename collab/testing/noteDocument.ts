/** Notes as TipTap's binding writes them, for tests. */
import * as Y from 'yjs'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { noteOf } from '#collab/schema/note.ts'

type Marks = Record<string, Record<string, unknown> | null>

/** A document that somebody begins or goes on writing. */
export function newNoteDocument(before?: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  if (before !== undefined) {
    Y.applyUpdate(doc, before)
  }
  return doc
}

export function textOf(text: string, marks: Marks = {}): Y.XmlText {
  const node = new Y.XmlText()
  node.insert(0, text, marks)
  return node
}

export function nodeOf(
  name: string,
  children: (Y.XmlElement | Y.XmlText)[] = [],
  attributes: Record<string, unknown> = {},
): Y.XmlElement {
  const node = new Y.XmlElement(name)
  node.insert(0, children)
  for (const [key, value] of Object.entries(attributes)) {
    // Yjs types attributes as texts; TipTap writes numbers too
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    node.setAttribute(key, value as string)
  }
  return node
}

/** Adds blocks at the end of a note. */
export function append(doc: Y.Doc, ...blocks: (Y.XmlElement | Y.XmlText)[]): void {
  const note = noteOf(doc)
  note.insert(note.length, blocks)
}

/** Adds a paragraph with that text. */
export const say = (doc: Y.Doc, text: string, marks: Marks = {}): void =>
  append(doc, nodeOf('paragraph', [textOf(text, marks)]))
