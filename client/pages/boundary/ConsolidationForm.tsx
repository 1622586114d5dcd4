import { Modal, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoundaryReply } from '#shared/api/boundary.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { CONSOLIDATIONS, type Consolidation } from '#shared/boundary/consolidation.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { BoundaryChange } from './BoundaryChange.tsx'
import { refreshBoundary } from './boundaryQueries.ts'
import { APPROACH_TEXTS, APPROACH_WORDS } from './words/approachWords.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

const NONE = 'none'
const CHOICES = [NONE, ...CONSOLIDATIONS] as const

/** Chooses the approach of the project; what it does to the totals of this cycle stands below. */
export function ConsolidationForm(props: {
  cycle: CycleReply
  boundary: BoundaryReply
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { cycle, boundary, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useBoundaryWords()
  const [consolidation, setConsolidation] = useState<Consolidation | null>(boundary.consolidation)
  const change = useChange({
    send: () => api.patch(`projects/${cycle.project_id}/consolidation`, { consolidation }),
    refresh: refreshBoundary,
    onDone(reply) {
      onSaid(t('saidChosen', { approach: t(APPROACH_WORDS[reply.consolidation ?? NONE]) }))
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('chooseTitle')}
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
        <p className="cap">{t('chooseText')}</p>
        <Radio.Group
          aria-label={t('consolidation')}
          value={consolidation ?? NONE}
          onChange={(value) => {
            change.reset()
            setConsolidation(CONSOLIDATIONS.find((one) => one === value) ?? null)
          }}
        >
          <div className="boundary-choices">
            {CHOICES.map((one) => (
              <Radio key={one} value={one} label={t(APPROACH_WORDS[one])} description={t(APPROACH_TEXTS[one])} />
            ))}
          </div>
        </Radio.Group>
        <BoundaryChange cycle={cycle} body={consolidation === boundary.consolidation ? null : { consolidation }} />
        <DialogFoot change={change} shown={[]} action={t('chooseNow')} onClose={onClose} />
      </form>
    </Modal>
  )
}
