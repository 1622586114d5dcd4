import type { Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { Link } from '@tiptap/extension-link'
import { Placeholder } from '@tiptap/extensions'
import { StarterKit } from '@tiptap/starter-kit'
import type * as Y from 'yjs'
import { noteOf } from '#collab/schema/note.ts'
import { HEADING_LEVELS, isNoteLink } from '#shared/notes/noteNodes.ts'

/**
 * Each block reads in the direction of its own words; that is how it is shown, and nothing of it is stored. Paragraphs do so
 * by their style: an attribute of theirs would hide their words from the list item around them.
 */
const OWN_DIRECTION = { HTMLAttributes: { dir: 'auto' } }

/** What opens elsewhere learns nothing of this page. */
const ELSEWHERE = { target: '_blank', rel: 'noopener noreferrer nofollow' }

/** Where a link may lead, as its only attribute: anything more would be refused by the server. */
const NoteLink = Link.extend({
  addAttributes() {
    return { href: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute('href') } }
  },
})

/** The editor of a note: exactly what `NOTE_NODES` and `NOTE_MARKS` allow. Nothing is written by only looking at a note. */
export const noteExtensions = (doc: Y.Doc, placeholder: string): Extensions => [
  StarterKit.configure({
    undoRedo: false, // that of the collaboration takes back one's own only
    codeBlock: false,
    horizontalRule: false,
    trailingNode: false,
    link: false,
    blockquote: OWN_DIRECTION,
    listItem: OWN_DIRECTION,
    heading: { ...OWN_DIRECTION, levels: [...HEADING_LEVELS] },
  }),
  NoteLink.configure({
    autolink: true,
    openOnClick: 'whenNotEditable',
    defaultProtocol: 'https',
    HTMLAttributes: ELSEWHERE,
    isAllowedUri: (url) => isNoteLink(withProtocol(url)),
  }),
  Placeholder.configure({ placeholder, showOnlyWhenEditable: true }),
  Collaboration.configure({ fragment: noteOf(doc) }),
]

/** What one types for an address: `example.org` and `name@example.org` lack what they mean. */
export function withProtocol(text: string): string {
  const address = text.trim()
  if (/^[\w.+-]+@[\w-]+\.[\w.-]+$/.test(address)) {
    return `mailto:${address}`
  }
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`
}
