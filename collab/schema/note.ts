/**
 * A note in its own document: TipTap's nodes as Yjs XML under one root. Here is what such a document may hold, and how it
 * is read; the editor writes it.
 */
import * as Y from 'yjs'
import type { NoteContent, NoteNode } from '#shared/notes/noteContent.ts'
import { MAX_NOTE_DEPTH, MAX_NOTE_LENGTH, NOTE_MARKS, NOTE_NODES, ruleOf } from '#shared/notes/noteNodes.ts'

export const NOTE_ROOT = 'note'

export const noteOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(NOTE_ROOT)

export type NoteFault = 'unknown-root' | 'unsupported' | 'bad-value' | 'too-large'

/**
 * What is wrong with a document as a note; null: nothing. Everything that is not deleted is looked at, marks that no text
 * has yet too, because somebody could type there. Complexity: the items of the note.
 */
export function noteFault(doc: Y.Doc): NoteFault | null {
  const note = noteOf(doc)
  if ([...doc.share.keys()].some((root) => root !== NOTE_ROOT)) {
    return 'unknown-root'
  }
  if (note._map.size > 0) {
    return 'unsupported'
  }
  const size = { left: MAX_NOTE_LENGTH }
  return faultInside(note, 'doc', 0, size)
}

/** As TipTap writes it as JSON. The document has no fault. */
export function readNote(doc: Y.Doc): NoteContent {
  return { type: 'doc', content: nodesIn(noteOf(doc)) }
}

interface Size {
  left: number
}

function faultInside(type: Y.XmlFragment | Y.XmlText, name: string, depth: number, size: Size): NoteFault | null {
  if (depth > MAX_NOTE_DEPTH) {
    return 'too-large'
  }
  const { holds } = NOTE_NODES[name]!
  for (let item = type._start; item !== null; item = item.right) {
    const fault = item.deleted ? null : faultOf(item.content, holds, depth, size)
    if (fault !== null) {
      return fault
    }
  }
  return size.left < 0 ? 'too-large' : null
}

function faultOf(
  content: Y.Item['content'],
  holds: readonly string[] | 'text' | 'nothing',
  depth: number,
  size: Size,
): NoteFault | null {
  if (!(content instanceof Y.ContentType)) {
    return 'unsupported'
  }
  const { type } = content
  if (type instanceof Y.XmlText) {
    return holds === 'text' && type._map.size === 0 ? faultInText(type, size) : 'unsupported'
  }
  if (!(type instanceof Y.XmlElement)) {
    return 'unsupported'
  }
  const name = type.nodeName
  const isKnown = holds === 'text' ? name === 'hardBreak' : holds !== 'nothing' && holds.includes(name)
  size.left--
  return isKnown ? (faultOfAttributes(type, name) ?? faultInside(type, name, depth + 1, size)) : 'unsupported'
}

function faultOfAttributes(type: Y.XmlElement, name: string): NoteFault | null {
  const { attributes } = NOTE_NODES[name]!
  for (const [key, item] of type._map) {
    if (item.deleted) {
      continue
    }
    const rule = ruleOf(attributes, key)
    if (rule === null || !(item.content instanceof Y.ContentAny)) {
      return 'unsupported'
    }
    if (!item.content.getContent().every(rule)) {
      return 'bad-value'
    }
  }
  return null
}

function faultInText(text: Y.XmlText, size: Size): NoteFault | null {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) {
      continue
    }
    if (item.content instanceof Y.ContentString) {
      size.left -= item.content.str.length
    } else if (item.content instanceof Y.ContentFormat) {
      const fault = faultOfMark(item.content.key, item.content.value)
      if (fault !== null) {
        return fault
      }
    } else {
      return 'unsupported'
    }
  }
  return size.left < 0 ? 'too-large' : null
}

/** A value of null ends the mark. */
function faultOfMark(name: string, value: unknown): NoteFault | null {
  const rules = ruleOf(NOTE_MARKS, name)
  if (rules === null) {
    return 'unsupported'
  }
  if (value === null) {
    return null
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    return 'bad-value'
  }
  const given = Object.entries(value)
  if (given.some(([key]) => ruleOf(rules, key) === null)) {
    return 'unsupported'
  }
  const isWhole = given.length === Object.keys(rules).length && given.every(([key, one]) => rules[key]!(one))
  return isWhole ? null : 'bad-value'
}

function nodesIn(type: Y.XmlFragment): NoteNode[] {
  return type.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) {
      return textsIn(child)
    }
    return child instanceof Y.XmlElement ? [nodeOf(child)] : []
  })
}

function nodeOf(element: Y.XmlElement): NoteNode {
  const attrs: Record<string, unknown> = element.getAttributes()
  const content = nodesIn(element)
  return {
    type: element.nodeName,
    ...(Object.keys(attrs).length === 0 ? {} : { attrs }),
    ...(content.length === 0 ? {} : { content }),
  }
}

interface DeltaOperation {
  insert?: unknown
  attributes?: Record<string, Record<string, unknown>>
}

function textsIn(text: Y.XmlText): NoteNode[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Yjs types a delta as any; a note without fault has texts only
  const delta = text.toDelta() as DeltaOperation[]
  return delta.map(({ insert, attributes = {} }) => {
    const marks = Object.entries(attributes).map(([type, attrs]) =>
      Object.keys(attrs).length === 0 ? { type } : { type, attrs },
    )
    return { type: 'text', text: String(insert), ...(marks.length === 0 ? {} : { marks }) }
  })
}
