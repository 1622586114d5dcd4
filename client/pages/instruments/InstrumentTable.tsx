import { VisuallyHidden } from '@mantine/core'
import type { InstrumentReply } from '#shared/api/instruments.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { InstrumentRow } from './InstrumentRow.tsx'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

/** Every instrument with what is left of it and what it covers; its actions for who keeps them. */
export function InstrumentTable(props: {
  instruments: readonly InstrumentReply[]
  isKeeper: boolean
  onEdit: (instrument: InstrumentReply) => void
  onSaid: (said: string) => void
}) {
  const { instruments, isKeeper, onEdit, onSaid } = props
  const t = useInstrumentWords()
  return (
    <Panel pad={false}>
      <table className="tbl instruments-table" aria-label={t('title')}>
        <thead>
          <tr>
            <th>{t('instrument')}</th>
            <th className="instruments-market">{t('market')}</th>
            <th className="instruments-vintage">{t('vintage')}</th>
            <th className="r instruments-bought">
              {t('bought')} <Unit>MWh</Unit>
            </th>
            <th className="r">
              {t('left')} <Unit>MWh</Unit>
            </th>
            <th className="instruments-covers">{t('covers')}</th>
            <th>
              <VisuallyHidden>{t('actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {instruments.map((instrument) => (
            <InstrumentRow
              key={instrument.id}
              instrument={instrument}
              isKeeper={isKeeper}
              onEdit={() => onEdit(instrument)}
              onSaid={onSaid}
            />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
