import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import { useEffect, useState } from 'react'
import type { NoteSession } from '#client/sync/notes/NoteSession.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { mirrorOf } from './mirrorOf.ts'
import { noteCarets } from './noteCarets.ts'
import { noteExtensions } from './noteExtensions.ts'
import { NoteToolbar } from './NoteToolbar.tsx'

/** The text itself. Mounted anew when the right to write comes or goes. */
export function NoteText(props: {
  session: NoteSession
  mayWrite: boolean
  /** Whether the keyboard goes into the text now; each wish once. */
  takesFocus: () => boolean
  t: SheetTranslate
}) {
  const { session, mayWrite, takesFocus, t } = props
  const [shown] = useState(() => (mayWrite ? { doc: session.doc, stop: () => {} } : mirrorOf(session.doc)))
  useEffect(() => shown.stop, [shown])
  const [isEmpty, setEmpty] = useState(false)
  const [isReady, setReady] = useState(false)
  const [isLinking, setLinking] = useState(false)
  const editor = useEditor({
    extensions: [...noteExtensions(shown.doc, t('notePlaceholder')), noteCarets(session.awareness)],
    editable: mayWrite,
    onCreate: (made) => {
      setEmpty(made.editor.isEmpty)
      setReady(true)
    },
    onUpdate: (made) => setEmpty(made.editor.isEmpty),
    editorProps: {
      // ProseMirror would select what is around the caret; here it closes the panel
      handleDOMEvents: { keydown: (_, event) => event.key === 'Escape' },
      attributes: {
        class: 'note-text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t('noteTitle'),
        'aria-readonly': String(!mayWrite),
        tabindex: '0',
      },
    },
  })
  useEffect(() => {
    if (isReady && !editor.isDestroyed && takesFocus()) {
      editor.commands.focus(mayWrite ? 'end' : null)
    }
  }, [editor, isReady, mayWrite, takesFocus])
  return (
    <>
      {mayWrite && <NoteToolbar {...{ editor, isLinking, t }} onLinking={setLinking} />}
      {!mayWrite && isEmpty && <p className="cap note-hint">{t('noteNone')}</p>}
      <EditorContent
        editor={editor}
        className="side-scroll note-scroll"
        onKeyDown={(event) => {
          const isPlain = !event.shiftKey && !event.altKey
          if (mayWrite && (event.ctrlKey || event.metaKey) && isPlain && event.code === 'KeyK') {
            event.preventDefault()
            takeSelection(editor)
            setLinking(true)
          }
        }}
      />
    </>
  )
}

/** The words that were selected last: the browser tells of them later than of the next key, which may be in another field. */
function takeSelection(editor: Editor): void {
  const selected = document.getSelection()
  const { view } = editor
  if (selected?.anchorNode && selected.focusNode && view.dom.contains(selected.anchorNode)) {
    const anchor = view.posAtDOM(selected.anchorNode, selected.anchorOffset)
    const head = view.posAtDOM(selected.focusNode, selected.focusOffset)
    editor.commands.setTextSelection({ from: Math.min(anchor, head), to: Math.max(anchor, head) })
  }
}
