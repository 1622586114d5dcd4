import { Modal, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiKeyReply, NewApiKeyReply } from '#shared/api/apiKeys.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { OVERLAP_HOURS, overlapOf } from '#client/features/secrets/overlap.ts'
import { refreshKeys } from './keyQueries.ts'
import { useKeyWords } from './words/useKeyWords.ts'

/** Gives a key another secret, with a time in which both open. */
export function RotateKey(props: { of: ApiKeyReply; onClose: () => void; onDone: (key: NewApiKeyReply) => void }) {
  const { of, onClose, onDone } = props
  const t = useKeyWords()
  const { t: common } = useTranslation()
  const [hours, setHours] = useState(24)
  const change = useChange({
    send: () => api.post<NewApiKeyReply>(`api_keys/${of.id}/rotate`, { overlap_hours: hours }),
    refresh: refreshKeys,
    onDone,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rotateTitle', { name: of.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <p>{t('rotateText')}</p>
        <NativeSelect
          label={t('overlap')}
          value={String(hours)}
          onChange={(event) => setHours(overlapOf(event.currentTarget.value))}
          data={OVERLAP_HOURS.map((one) => ({ value: String(one), label: t(`overlap${one}`) }))}
        />
        <DialogFoot change={change} shown={[]} action={t('rotateNow')} onClose={onClose} />
      </form>
    </Modal>
  )
}
