import { Checkbox, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoundaryReply } from '#shared/api/boundary.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { BoundaryChange } from './BoundaryChange.tsx'
import { refreshBoundary } from './boundaryQueries.ts'
import { controlIn, draftOf, type SiteDraft } from './siteDraft.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

/** States ownership and control of a site in a cycle; what it does to the totals stands below. */
export function SiteForm(props: {
  cycle: CycleReply
  site: BoundaryReply['sites'][number]
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { cycle, site, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useBoundaryWords()
  const [draft, setDraft] = useState(() => ({ ...draftOf(site), isStated: true }))
  const [isTried, setTried] = useState(false)
  const control = controlIn(draft)
  const sites = control === undefined ? [] : [{ site: site.site, control }]
  const change = useChange({
    send: () => api.patch(`cycles/${cycle.id}/boundary`, { sites }),
    refresh: refreshBoundary,
    onDone: () => (onSaid(t('saidSite', { site: site.name, cycle: cycle.name })), onClose()),
  })
  const set = (more: Partial<SiteDraft>): void => (change.reset(), setDraft({ ...draft, ...more }))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('siteTitle', { site: site.name, cycle: cycle.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (control !== undefined) {
            change.send()
          }
        }}
      >
        <Checkbox
          label={t('stated')}
          description={t('statedText')}
          checked={draft.isStated}
          onChange={(event) => set({ isStated: event.currentTarget.checked })}
        />
        <TextInput
          label={t('ownershipPercent')}
          description={t('ownershipText')}
          inputMode="decimal"
          data-autofocus
          disabled={!draft.isStated}
          value={draft.ownership}
          error={isTried && control === undefined ? t('notAPercentage') : change.wrong('sites[0].control')}
          onChange={(event) => set({ ownership: event.currentTarget.value })}
        />
        <Checkbox
          label={t('financialControl')}
          description={t('financialText')}
          disabled={!draft.isStated}
          checked={draft.financialControl}
          onChange={(event) => set({ financialControl: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('operationalControl')}
          description={t('operationalText')}
          disabled={!draft.isStated}
          checked={draft.operationalControl}
          onChange={(event) => set({ operationalControl: event.currentTarget.checked })}
        />
        <BoundaryChange cycle={cycle} body={sites === null ? null : { sites }} />
        <DialogFoot change={change} shown={['sites[0].control']} action={common('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}
