import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AllocationReply, InstrumentReply } from '#shared/api/instruments.ts'
import { shortDate } from '#client/i18n/dates.ts'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { InstrumentActions } from './InstrumentActions.tsx'
import { allocationText, mwhText, SOURCE_WORDS } from './sourceWords.ts'
import { refreshInstruments } from './instrumentQueries.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

/** An instrument: what it is, what is left of it, what it covers. */
export function InstrumentRow(props: {
  instrument: InstrumentReply
  isKeeper: boolean
  onEdit: () => void
  onSaid: (said: string) => void
}) {
  const { instrument, isKeeper, onEdit, onSaid } = props
  const t = useInstrumentWords()
  const { i18n } = useTranslation()
  const { language } = i18n
  const { name, type, source, market, mwh, remaining_mwh: left, allocations, retired_on: retiredOn } = instrument
  const retired = retiredOn === null ? t('notRetired') : t('retired', { date: shortDate(retiredOn, language) })
  return (
    <tr>
      <td>
        <span className="instrument-name" dir="auto">
          {name}
        </span>
        <span className="cap">
          {[
            t(SOURCE_WORDS[type]),
            ...(source === '' ? [] : [source]),
            ...(type === 'certificate' ? [retired] : []),
          ].join(' · ')}
        </span>
      </td>
      <td className="instruments-market">
        <bdi>{market}</bdi>
      </td>
      <td className="instruments-vintage">
        {shortDate(instrument.vintage_from, language)} – {shortDate(instrument.vintage_to, language)}
      </td>
      <td className="r instruments-bought">
        <bdi>{mwh === null ? '–' : mwhText(mwh)}</bdi>
      </td>
      <td className="r">{left === null ? <span className="cap">{t('noLimit')}</span> : <bdi>{mwhText(left)}</bdi>}</td>
      <td className="instruments-covers">
        {allocations.length === 0 ? (
          <span className="cap">{t('coversNothing')}</span>
        ) : (
          <ul className="instrument-allocations">
            {allocations.map((allocation) => (
              <Allocated
                key={allocation.id}
                instrument={instrument}
                allocation={allocation}
                isKeeper={isKeeper}
                language={language}
                onSaid={onSaid}
              />
            ))}
          </ul>
        )}
      </td>
      <td className="r">
        {isKeeper && <InstrumentActions instrument={instrument} language={language} onEdit={onEdit} onSaid={onSaid} />}
      </td>
    </tr>
  )
}

function Allocated(props: {
  instrument: InstrumentReply
  allocation: AllocationReply
  isKeeper: boolean
  language: string
  onSaid: (said: string) => void
}) {
  const { instrument, allocation, isKeeper, language, onSaid } = props
  const t = useInstrumentWords()
  const [isAsking, setAsking] = useState(false)
  const what = allocationText(t, allocation, language)
  const { name } = instrument
  return (
    <li>
      <span dir="auto">{what}</span>
      {isKeeper && allocation.cycle_status !== 'locked' && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xs"
          aria-label={t('release', { what })}
          onClick={() => setAsking(true)}
        >
          <IconX size={13} stroke={1.7} />
        </ActionIcon>
      )}
      {isAsking && (
        <AskAway
          path={`instruments/${instrument.id}/allocations/${allocation.id}`}
          refresh={refreshInstruments}
          title={t('releaseTitle')}
          text={t('releaseText', { name, what })}
          action={t('releaseNow')}
          onClose={() => setAsking(false)}
          onDone={() => onSaid(t('saidReleased', { name, what }))}
        />
      )}
    </li>
  )
}
