import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconH1,
  IconH2,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
} from '@tabler/icons-react'
import { type Editor, useEditorState } from '@tiptap/react'
import type { ComponentType } from 'react'
import { keyName } from '../shortcuts/keyName.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import { NoteLinkForm } from './NoteLinkForm.tsx'

interface Tool {
  icon: ComponentType<{ size: number; stroke: number }>
  word: SheetWord
  keys: string
  /** Null: it is no state of the text. */
  isOn: ((editor: Editor) => boolean) | null
  act: (editor: Editor) => void
}

const TOOLS: readonly Tool[] = [
  {
    icon: IconBold,
    word: 'noteBold',
    keys: 'mod+B',
    isOn: (editor) => editor.isActive('bold'),
    act: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    icon: IconItalic,
    word: 'noteItalic',
    keys: 'mod+I',
    isOn: (editor) => editor.isActive('italic'),
    act: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    icon: IconH1,
    word: 'noteHeading',
    keys: 'mod+Alt+1',
    isOn: (editor) => editor.isActive('heading', { level: 1 }),
    act: (editor) => editor.chain().focus().toggleHeading({ level: 1 }).run(),
  },
  {
    icon: IconH2,
    word: 'noteSubheading',
    keys: 'mod+Alt+2',
    isOn: (editor) => editor.isActive('heading', { level: 2 }),
    act: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    icon: IconList,
    word: 'noteBullets',
    keys: 'mod+Shift+8',
    isOn: (editor) => editor.isActive('bulletList'),
    act: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    icon: IconListNumbers,
    word: 'noteNumbers',
    keys: 'mod+Shift+7',
    isOn: (editor) => editor.isActive('orderedList'),
    act: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    icon: IconBlockquote,
    word: 'noteQuote',
    keys: 'mod+Shift+B',
    isOn: (editor) => editor.isActive('blockquote'),
    act: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
]

const HISTORY: readonly Tool[] = [
  {
    icon: IconArrowBackUp,
    word: 'undo',
    keys: 'mod+Z',
    isOn: null,
    act: (editor) => editor.chain().focus().undo().run(),
  },
  {
    icon: IconArrowForwardUp,
    word: 'redo',
    keys: 'mod+Y',
    isOn: null,
    act: (editor) => editor.chain().focus().redo().run(),
  },
]

/** How the text looks, with the keys that do the same. */
export function NoteToolbar(props: {
  editor: Editor
  /** The address of a link is asked for. */
  isLinking: boolean
  onLinking: (isLinking: boolean) => void
  t: SheetTranslate
}) {
  const { editor, isLinking, onLinking, t } = props
  const on = useEditorState({
    editor,
    selector: (state) => [...TOOLS.map(({ isOn }) => isOn?.(state.editor) === true), state.editor.isActive('link')],
  })
  return (
    <>
      <div className="note-tools" role="toolbar" aria-label={t('noteTools')}>
        {TOOLS.map((tool, i) => (
          <ToolButton key={tool.word} tool={tool} isOn={on[i] === true} t={t} onClick={() => tool.act(editor)} />
        ))}
        <ToolButton
          tool={{ icon: IconLink, word: 'noteLink', keys: 'mod+K' }}
          isOn={on.at(-1) === true}
          t={t}
          onClick={() => onLinking(!isLinking)}
        />
        <span className="push-end" />
        {HISTORY.map((tool) => (
          <ToolButton key={tool.word} tool={tool} isOn={null} t={t} onClick={() => tool.act(editor)} />
        ))}
      </div>
      {isLinking && (
        <NoteLinkForm
          editor={editor}
          t={t}
          onClose={() => {
            onLinking(false)
            editor.commands.focus()
          }}
        />
      )}
    </>
  )
}

function ToolButton(props: {
  tool: Pick<Tool, 'icon' | 'word' | 'keys'>
  isOn: boolean | null
  t: SheetTranslate
  onClick: () => void
}) {
  const { icon: Icon, word, keys } = props.tool
  return (
    <Tooltip
      label={
        <>
          {props.t(word)} <bdi dir="ltr">({keyName(keys)})</bdi>
        </>
      }
    >
      <ActionIcon
        className={props.isOn === true ? 'tool-icon tool-on' : 'tool-icon'}
        aria-label={props.t(word)}
        aria-pressed={props.isOn ?? undefined}
        size={28}
        onMouseDown={(event) => event.preventDefault()}
        onClick={props.onClick}
      >
        <Icon size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  )
}
