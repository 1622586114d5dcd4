import * as Y from 'yjs'
import type { NoteContent, NoteNode } from '#shared/notes/noteContent.ts'
import { noteOf } from './note.ts'

/** Writes a note into an empty document as the editor would: what `readNote` then reads is `content`. */
export function writeNote(doc: Y.Doc, { content = [] }: NoteContent): void {
  doc.transact(() => noteOf(doc).insert(0, typesOf(content)))
}

/** Texts that follow each other are one, with its marks. */
function typesOf(nodes: readonly NoteNode[]): (Y.XmlElement | Y.XmlText)[] {
  const types: (Y.XmlElement | Y.XmlText)[] = []
  let texts: NoteNode[] = []
  for (const [i, node] of nodes.entries()) {
    if (node.type !== 'text') {
      types.push(elementOf(node))
      continue
    }
    texts.push(node)
    if (nodes[i + 1]?.type !== 'text') {
      types.push(textOf(texts))
      texts = []
    }
  }
  return types
}

function elementOf({ type, attrs = {}, content = [] }: NoteNode): Y.XmlElement {
  const element = new Y.XmlElement(type)
  element.insert(0, typesOf(content))
  for (const [name, value] of Object.entries(attrs)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Yjs types attributes as texts; TipTap writes numbers too
    element.setAttribute(name, value as string)
  }
  return element
}

function textOf(nodes: readonly NoteNode[]): Y.XmlText {
  const text = new Y.XmlText()
  text.applyDelta(
    nodes.map(({ text: insert = '', marks = [] }) => ({
      insert,
      attributes: Object.fromEntries(marks.map(({ type, attrs = {} }) => [type, attrs])),
    })),
  )
  return text
}
