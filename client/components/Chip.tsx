import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleStatus } from '#shared/api/cycles.ts'

export type ChipTone = 'ok' | 'warn' | 'bad' | 'info' | 'lock' | 'accent' | 'plain'

/** A state: its shape and its word say it, the colour only helps. */
export function Chip({ tone, children }: { tone: ChipTone; children: ReactNode }) {
  return (
    <span className={`chip chip-${tone}`}>
      <i />
      {children}
    </span>
  )
}

const CYCLE_TONES = { open: 'ok', in_review: 'info', locked: 'lock' } as const

/** Whether a cycle takes edits, or another version of it counts. */
export function CycleChip({ status, isRestated = false }: { status: CycleStatus; isRestated?: boolean }) {
  const { t } = useTranslation()
  return isRestated ? (
    <Chip tone="plain">{t('cycleStatus.restated')}</Chip>
  ) : (
    <Chip tone={CYCLE_TONES[status]}>{t(`cycleStatus.${status}`)}</Chip>
  )
}
