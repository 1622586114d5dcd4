import { Extension } from '@tiptap/core'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import { parsePresence } from '#collab/protocol/awareness.ts'

/** Where the others are in the text: a caret in their colour with their first name, and what they have selected. */
export const noteCarets = (awareness: Awareness): Extension =>
  Extension.create({
    name: 'noteCarets',
    addProseMirrorPlugins: () => [
      yCursorPlugin(awareness, {
        cursorBuilder: (user: unknown) => caretOf(user),
        selectionBuilder: (user: unknown) => ({
          class: 'note-selected',
          style: `--peer: var(--peer-${personOf(user).colour})`,
        }),
      }),
    ],
  })

function caretOf(user: unknown): HTMLElement {
  const { name, colour } = personOf(user)
  const caret = document.createElement('span')
  caret.className = 'note-caret'
  caret.style.setProperty('--peer', `var(--peer-${colour})`)
  const label = document.createElement('span')
  label.className = 'note-caret-name'
  label.textContent = name.split(' ')[0] ?? name
  label.setAttribute('aria-hidden', 'true')
  caret.append(label)
  return caret
}

const personOf = (user: unknown): { name: string; colour: number } =>
  parsePresence({ user })?.user ?? { name: '', colour: 0 }
