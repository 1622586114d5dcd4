import type { UncertaintyFigures } from '#shared/api/uncertainty.ts'
import { Chip, type ChipTone } from '#client/components/Chip.tsx'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'

const TONES: Readonly<Record<NonNullable<UncertaintyFigures['interval']>['grade'], ChipTone>> = {
  very_good: 'ok',
  good: 'ok',
  fair: 'warn',
  poor: 'bad',
}

/** How sure a figure is, in one word; what nobody assessed says so. */
export function GradeChip({ interval }: { interval: UncertaintyFigures['interval'] }) {
  const t = useUncertaintyWords()
  return interval === null ? (
    <Chip tone="plain">{t('notAssessed')}</Chip>
  ) : (
    <Chip tone={TONES[interval.grade]}>{t(`grade_${interval.grade}`)}</Chip>
  )
}
