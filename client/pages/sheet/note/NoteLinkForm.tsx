import { Button, TextInput } from '@mantine/core'
import type { Editor } from '@tiptap/react'
import { useState } from 'react'
import { isNoteLink } from '#shared/notes/noteNodes.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { withProtocol } from './noteExtensions.ts'

/** Where the selected words lead. Without a selection the address itself is written. */
export function NoteLinkForm({ editor, t, onClose }: { editor: Editor; t: SheetTranslate; onClose: () => void }) {
  const { href: found } = editor.getAttributes('link')
  const before = typeof found === 'string' ? found : ''
  const [address, setAddress] = useState(before)
  const [isWrong, setWrong] = useState(false)
  const apply = (): void => {
    const href = withProtocol(address)
    if (!isNoteLink(href)) {
      setWrong(true)
      return
    }
    const chain = editor.chain().focus().extendMarkRange('link')
    if (editor.state.selection.empty && before === '') {
      chain.insertContent({ type: 'text', text: address.trim(), marks: [{ type: 'link', attrs: { href } }] }).run()
    } else {
      chain.setLink({ href }).run()
    }
    onClose()
  }
  const remove = (): void => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run()
    onClose()
  }
  return (
    <form
      className="note-link"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault()
          event.nativeEvent.stopImmediatePropagation()
          onClose()
        }
      }}
    >
      <TextInput
        className="grow"
        size="xs"
        dir="ltr"
        autoFocus
        aria-label={t('noteLinkAddress')}
        placeholder="https://"
        value={address}
        error={isWrong ? t('noteLinkWrong') : null}
        onChange={(event) => {
          setAddress(event.currentTarget.value)
          setWrong(false)
        }}
      />
      <Button size="xs" type="submit" disabled={address.trim() === ''}>
        {t('noteLinkApply')}
      </Button>
      {before !== '' && (
        <Button size="xs" variant="default" onClick={remove}>
          {t('noteLinkRemove')}
        </Button>
      )}
    </form>
  )
}
