import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { reloadMe } from '#client/api/session.ts'

/** What one is called, in every company that one belongs to. */
export function NameDialog({ now, onClose }: { now: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(now)
  const send = useMutation({
    async mutationFn() {
      await api.patch('me', { name })
      await reloadMe()
    },
    onSuccess: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={t('yourName')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate()
        }}
      >
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          value={name}
          maxLength={100}
          dir="auto"
          autoComplete="name"
          error={send.isError ? reasonsOf(send.error).join(' ') : null}
          onChange={(event) => {
            send.reset()
            setName(event.currentTarget.value)
          }}
          data-autofocus
        />
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={send.isPending} disabled={name.trim() === '' || name.trim() === now}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
