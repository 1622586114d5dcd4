import { Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { NewApiKeyReply } from '#shared/api/apiKeys.ts'
import { KEY_LEVELS, KEY_RESOURCES } from '#shared/permissions/keyScopes.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { keyBody, levelsOf, LIFETIMES, newKeyDraft } from './keyDraft.ts'
import { accountsQuery, refreshKeys } from './keyQueries.ts'
import { useKeyWords } from './words/useKeyWords.ts'

const SHOWN = ['name', 'owner_id', 'scopes', 'module_ids', 'expires_at']
const LIFETIME_WORDS = { 30: 'days30', 90: 'days90', 365: 'days365', endless: 'endless' } as const

/** Makes a key: for whom, what it may, where and how long. */
export function KeyForm(props: { onClose: () => void; onMade: (key: NewApiKeyReply) => void }) {
  const { onClose, onMade } = props
  const t = useKeyWords()
  const { t: common } = useTranslation()
  const { modules } = usePlace()
  const isKeeper = useMayInTenant('manage', 'User')
  const accounts = useQuery({ ...accountsQuery(), enabled: isKeeper })
  const { draft, set, wrong, change, form, submit } = useDraft(newKeyDraft, {
    unreadable: ({ levels }) => (Object.keys(levels).length === 0 ? ['scopes'] : []),
    told: () => t('noScope'),
    sending: (now) => ({
      send: () => api.post('api_keys', keyBody(now)),
      refresh: refreshKeys,
      onDone: onMade,
    }),
  })
  return (
    <Modal opened onClose={onClose} title={t('newTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
        <TextInput
          label={t('name')}
          placeholder={t('nameHint')}
          dir="auto"
          data-autofocus
          value={draft.name}
          error={wrong('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {(accounts.data?.length ?? 0) > 0 && (
          <NativeSelect
            label={t('owner')}
            value={draft.ownerId}
            error={wrong('owner_id')}
            onChange={(event) => set({ ownerId: event.currentTarget.value })}
            data={[
              { value: '', label: t('me') },
              ...accounts.data!.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <fieldset className="key-scopes">
          <legend>{t('mayDo')}</legend>
          <p className="cap">{t('mayHelp')}</p>
          {KEY_RESOURCES.map((resource) => (
            <label key={resource} className="key-scope">
              <span>{t(resource)}</span>
              <NativeSelect
                size="xs"
                aria-label={t(resource)}
                value={draft.levels[resource] ?? ''}
                onChange={(event) => {
                  const level = KEY_LEVELS.find((one) => one === event.currentTarget.value)
                  const { [resource]: _, ...others } = draft.levels
                  set({ levels: level === undefined ? others : { ...others, [resource]: level } })
                }}
                data={[
                  { value: '', label: t('nothing') },
                  ...levelsOf(resource).map((level) => ({ value: level, label: t(level) })),
                ]}
              />
            </label>
          ))}
          {wrong('scopes') !== undefined && (
            <p className="bad" role="alert">
              {wrong('scopes')}
            </p>
          )}
        </fieldset>
        <NativeSelect
          label={t('where')}
          value={draft.moduleId}
          error={wrong('module_ids')}
          onChange={(event) => set({ moduleId: event.currentTarget.value })}
          data={[{ value: '', label: t('everywhere') }, ...modules.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <NativeSelect
          label={t('lasts')}
          value={draft.lifetime}
          error={wrong('expires_at')}
          onChange={(event) => set({ lifetime: LIFETIMES.find((one) => one === event.currentTarget.value) ?? '90' })}
          data={LIFETIMES.map((one) => ({ value: one, label: t(LIFETIME_WORDS[one]) }))}
        />
        <DialogFoot change={change} shown={SHOWN} action={t('make')} onClose={onClose} />
      </form>
    </Modal>
  )
}
