import { IconCheck } from '@tabler/icons-react'
import type { ImportReply } from '#shared/api/imports.ts'
import { num } from '#client/theme/format.ts'
import { useImportWords } from './words/useImportWords.ts'

const STEPS = ['stepFile', 'stepColumns', 'stepCheck', 'stepDone'] as const

/** Steps that are behind, by state. */
const BEHIND: Readonly<Record<ImportReply['state'], number>> = {
  reading: 0,
  unreadable: 0,
  draft: 1,
  previewing: 2,
  previewed: 2,
  committing: 3,
  partly_committed: 3,
  committed: 4,
  reverting: 4,
  reverted: 4,
  cancelled: 0,
}

/** Where an import is on its way. */
export function ImportSteps({ state }: { state: ImportReply['state'] }) {
  const t = useImportWords()
  if (state === 'cancelled' || state === 'reverted') {
    return null
  }
  const behind = BEHIND[state]
  return (
    <ol className="imports-steps" aria-label={t('steps')}>
      {STEPS.map((step, at) => (
        <li key={step} aria-current={at === behind ? 'step' : undefined} data-done={at < behind || undefined}>
          <span className="imports-step-mark" aria-hidden="true">
            {at < behind ? <IconCheck size={14} stroke={2} /> : num(at + 1)}
          </span>
          <span>{t(step)}</span>
        </li>
      ))}
    </ol>
  )
}
