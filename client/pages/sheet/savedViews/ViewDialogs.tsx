import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SheetViewReply } from '#shared/api/sheetViews.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { SavedViews } from './useSavedViews.ts'

/** Asks for the name of a new view (`view` is null), or for another one. */
export function NameViewDialog(props: {
  view: SheetViewReply | null
  saved: SavedViews
  t: SheetTranslate
  onSaved: (name: string) => void
  onClose: () => void
}) {
  const { view, saved, t, onSaved, onClose } = props
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(false)
  const save = useMutation({
    mutationFn: () => saved.act(view === null ? { kind: 'add', name, shared } : { kind: 'rename', of: view, name }),
    onSuccess() {
      onSaved(name.trim())
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={view === null ? t('viewSaveTitle') : t('viewRenameTitle', { name: view.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="view-dialog"
    >
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        {view === null && <p className="cap">{t('viewSaveText')}</p>}
        <TextInput
          label={t('viewName')}
          value={name}
          maxLength={100}
          error={save.isError ? reasonsOf(save.error).join(' ') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {view === null && saved.mayShare && (
          <Checkbox
            label={t('viewForAll')}
            description={t('viewForAllHint')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        )}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('pasteCancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {t(view === null ? 'viewSaveNow' : 'viewRenameNow')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

export function DeleteViewDialog(props: {
  view: SheetViewReply
  saved: SavedViews
  t: SheetTranslate
  onDeleted: () => void
  onClose: () => void
}) {
  const { view, saved, t, onDeleted, onClose } = props
  const remove = useMutation({
    mutationFn: () => saved.act({ kind: 'delete', of: view }),
    onSuccess() {
      onDeleted()
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('viewDeleteTitle', { name: view.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="view-dialog"
    >
      <p>{t(view.shared ? 'viewDeleteShared' : 'viewDeleteText')}</p>
      {remove.isError && (
        <p role="alert" className="bad">
          {reasonsOf(remove.error).join(' ')}
        </p>
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('pasteCancel')}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('viewDeleteNow')}
        </Button>
      </div>
    </Modal>
  )
}
