import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParameterReply } from '#shared/api/parameters.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { refreshParameters } from './parameterQueries.ts'
import { useParameterWords } from './words/useParameterWords.ts'

/** Another name; formulas go on by the key. */
export function RenameForm(props: { parameter: ParameterReply; onClose: () => void; onSaid: (said: string) => void }) {
  const { parameter, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useParameterWords()
  const [name, setName] = useState(parameter.name)
  const change = useChange({
    send: () => api.patch(`parameters/${parameter.id}`, { name }),
    refresh: refreshParameters,
    onDone: (renamed) => (onSaid(t('saidRenamed', { name: renamed.name })), onClose()),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('renameTitle', { name: parameter.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <TextInput
          label={t('name')}
          dir="auto"
          data-autofocus
          value={name}
          error={change.wrong('name')}
          onChange={(event) => (change.reset(), setName(event.currentTarget.value))}
        />
        <DialogFoot change={change} shown={['name']} action={common('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}
