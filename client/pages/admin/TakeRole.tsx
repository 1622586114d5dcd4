import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { HeldGrantReply, PersonReply } from '#shared/api/users.ts'
import { api } from '#client/api/apiClient.ts'
import { usersQuery } from '#client/api/queries.ts'
import { reloadMe, useMe } from '#client/api/session.ts'
import { changeFailure } from './changeFailure.ts'
import { scopeWords } from './scopeWords.ts'

/** A role of a person. */
export interface HeldRole {
  person: PersonReply
  grant: HeldGrantReply
}

/** Asks before a role is taken, because it takes effect at once. */
export function TakeRole(props: { held: HeldRole; onClose: () => void; onTaken: () => void }) {
  const { held, onClose, onTaken } = props
  const { person, grant } = held
  const { t } = useTranslation('people')
  const { user } = useMe()
  const queries = useQueryClient()
  const isOwn = person.id === user.id
  const take = useMutation({
    mutationFn: () => api.del(`users/${person.id}/grants/${grant.id}`),
    async onSuccess() {
      onTaken()
      onClose()
      await (isOwn ? reloadMe() : undefined)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: usersQuery().queryKey }),
  })
  const { name } = person
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('takeTitle', { role: t(`role.${grant.role}`, { ns: 'common' }), name })}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      {take.isError ? (
        <p role="alert">{changeFailure(t, take.error)}</p>
      ) : (
        <>
          <p>{t('takeText', { scope: scopeWords(t, grant), name })}</p>
          {isOwn && <p className="people-warning">{t('takeOwn')}</p>}
        </>
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('cancel')}
        </Button>
        <Button loading={take.isPending} onClick={() => take.mutate()}>
          {take.isError ? t('retry', { ns: 'common' }) : t('takeNow')}
        </Button>
      </div>
    </Modal>
  )
}
