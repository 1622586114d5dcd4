import { useTranslation } from 'react-i18next'
import type { DeviceReply } from '#shared/api/devices.ts'
import { Chip } from '#client/components/Chip.tsx'
import { whenAgo } from '#client/i18n/dates.ts'
import { meterState } from './meterState.ts'
import { useMeterWords } from './words/useMeterWords.ts'

const TONES = { waiting: 'plain', sends: 'ok', silent: 'warn', refused: 'bad' } as const

/** How a meter does, in a word. */
export function MeterChip({ of }: { of: DeviceReply }) {
  const t = useMeterWords()
  const { i18n } = useTranslation()
  const state = meterState(of)
  const when = 'since' in state ? whenAgo(state.since, i18n.language) : ''
  return <Chip tone={TONES[state.kind]}>{t(state.kind, { when })}</Chip>
}
