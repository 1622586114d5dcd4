import { Checkbox, Modal, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  type NewWebhookBody,
  type NewWebhookReply,
  WEBHOOK_KINDS,
  type WebhookKind,
  type WebhookReply,
} from '#shared/api/webhooks.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { refreshHooks } from './hookQueries.ts'
import { kindText } from './hookWords.ts'
import { useHookWords } from './words/useHookWords.ts'

const EMPTY: NewWebhookBody = { name: '', url: '', kinds: [] }

const draftOf = ({ name, url, kinds }: WebhookReply): NewWebhookBody => ({
  name,
  url,
  kinds: WEBHOOK_KINDS.filter((kind) => kinds.includes(kind)),
})

/** Keeps a webhook, or changes one. */
export function HookForm(props: {
  /** Null: a new one. */
  of: WebhookReply | null
  onClose: () => void
  /** With its secret when it is new. */
  onKept: (hook: WebhookReply | NewWebhookReply) => void
}) {
  const { of, onClose, onKept } = props
  const t = useHookWords()
  const { t: common } = useTranslation()
  const { draft, set, wrong, change, form, submit } = useDraft(() => (of === null ? EMPTY : draftOf(of)), {
    unreadable: ({ kinds }) => (kinds.length === 0 ? ['kinds'] : []),
    told: () => t('noKind'),
    sending: (now) => ({
      send: (): Promise<WebhookReply | NewWebhookReply> =>
        of === null ? api.post('webhooks', now) : api.patch(`webhooks/${of.id}`, now),
      refresh: refreshHooks,
      onDone: onKept,
    }),
  })
  const toggle = (kind: WebhookKind, isWanted: boolean): void =>
    set({ kinds: WEBHOOK_KINDS.filter((one) => (one === kind ? isWanted : draft.kinds.includes(one))) })
  return (
    <Modal
      opened
      onClose={onClose}
      title={of === null ? t('newTitle') : t('changeTitle', { name: of.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
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
        <TextInput
          label={t('url')}
          description={t('urlHelp')}
          dir="ltr"
          type="url"
          value={draft.url}
          error={wrong('url')}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        <Checkbox.Group label={t('kinds')} value={[...draft.kinds]} error={wrong('kinds')}>
          <div className="stack hook-kinds">
            {WEBHOOK_KINDS.map((kind) => (
              <Checkbox
                key={kind}
                value={kind}
                label={kindText(t, kind)}
                {...(kind === 'rows.changed' && { description: t('rowsHelp') })}
                onChange={(event) => toggle(kind, event.currentTarget.checked)}
              />
            ))}
          </div>
        </Checkbox.Group>
        <DialogFoot change={change} shown={['name', 'url', 'kinds']} action={t('keep')} onClose={onClose} />
      </form>
    </Modal>
  )
}
