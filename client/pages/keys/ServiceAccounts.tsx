import { ActionIcon, Button, Modal, NativeSelect, Skeleton, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceAccountBody, ServiceAccountReply } from '#shared/api/apiKeys.ts'
import { ROLES, type Role } from '#shared/permissions/roles.ts'
import { api } from '#client/api/apiClient.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { accountsQuery, refreshAccounts } from './keyQueries.ts'
import { useKeyWords } from './words/useKeyWords.ts'

/** Members that are programs; administrators add them and take them away. */
export function ServiceAccounts({ onSaid }: { onSaid: (said: string) => void }) {
  const t = useKeyWords()
  const { t: common } = useTranslation()
  const { data, error, refetch, isPending } = useQuery(accountsQuery())
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<ServiceAccountReply | null>(null)
  return (
    <Panel
      title={t('accounts')}
      aside={
        <Button variant="default" size="compact-sm" onClick={() => setAdding(true)}>
          {t('addAccount')}
        </Button>
      }
    >
      <p className="cap">{t('accountsIntro')}</p>
      {error !== null && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton height={40} />}
      {data?.length === 0 && <p className="cap">{t('noAccounts')}</p>}
      <ul className="accounts" aria-label={t('accounts')}>
        {data?.map((account) => (
          <li key={account.id} className="row">
            <b dir="auto">{account.name}</b>
            <span className="cap" dir="auto">
              {account.grants.map((grant) => `${common(`role.${grant.role}`)} (${grant.scope_name})`).join(' · ')}
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('accountGone', { name: account.name })}
              title={t('accountGone', { name: account.name })}
              onClick={() => setLeaving(account)}
            >
              <IconX size={14} stroke={1.7} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {isAdding && <AccountForm onClose={() => setAdding(false)} onSaid={onSaid} />}
      {leaving !== null && (
        <AskAway
          path={`service_accounts/${leaving.id}`}
          refresh={refreshAccounts}
          title={t('accountGoneTitle', { name: leaving.name })}
          text={t('accountGoneText')}
          action={t('accountGoneNow')}
          onClose={() => setLeaving(null)}
          onDone={() => onSaid(t('saidAccountGone', { name: leaving.name }))}
        />
      )}
    </Panel>
  )
}

function AccountForm({ onClose, onSaid }: { onClose: () => void; onSaid: (said: string) => void }) {
  const t = useKeyWords()
  const { t: common } = useTranslation()
  const { modules } = usePlace()
  const first = (): { name: string; role: Role; moduleId: string } => ({ name: '', role: 'data_owner', moduleId: '' })
  const { draft, set, wrong, change, form, submit } = useDraft(first, {
    unreadable: () => [],
    told: () => '',
    sending: ({ name, role, moduleId }) => ({
      send() {
        const scope =
          moduleId === '' ? ({ scope: 'tenant' } as const) : ({ scope: 'module', scope_id: moduleId } as const)
        return api.post('service_accounts', { name, role, ...scope } satisfies ServiceAccountBody)
      },
      refresh: refreshAccounts,
      onDone: (account: ServiceAccountReply) => (onSaid(t('saidAccount', { name: account.name })), onClose()),
    }),
  })
  return (
    <Modal opened onClose={onClose} title={t('accountTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
        <TextInput
          label={t('name')}
          placeholder={t('accountHint')}
          dir="auto"
          data-autofocus
          value={draft.name}
          error={wrong('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('role')}
          value={draft.role}
          onChange={(event) => set({ role: ROLES.find((role) => role === event.currentTarget.value) ?? 'viewer' })}
          data={ROLES.map((role) => ({ value: role, label: common(`role.${role}`) }))}
        />
        <NativeSelect
          label={t('where')}
          value={draft.moduleId}
          error={wrong('scope_id')}
          onChange={(event) => set({ moduleId: event.currentTarget.value })}
          data={[{ value: '', label: t('company') }, ...modules.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <DialogFoot change={change} shown={['name', 'scope_id']} action={t('accountAdd')} onClose={onClose} />
      </form>
    </Modal>
  )
}
