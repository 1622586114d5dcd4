import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BaseYearEvent, BaseYearReply } from '#shared/api/baseYear.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { NumLink } from '#client/components/NumLink.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { pct, signed, tonnes } from '#client/theme/format.ts'
import { inTonnes } from './amounts.ts'
import { BaseYearEvents } from './BaseYearEvents.tsx'
import { BaseYearForm } from './BaseYearForm.tsx'
import { ChangeForm } from './ChangeForm.tsx'
import { DecisionForm } from './DecisionForm.tsx'
import type { PanelProps } from './PanelProps.ts'
import { baseYearQuery } from './targetQueries.ts'
import { useTargetWords } from './words/useTargetWords.ts'

/** The base year, every cycle against it, and what asks for another one. */
export function BaseYearPanel(props: PanelProps) {
  const { projectId, cycles, isManager, onSaid } = props
  const t = useTargetWords()
  const { data, error, refetch } = useQuery(baseYearQuery(projectId))
  const [asking, setAsking] = useState<'choose' | 'change' | null>(null)
  const [decided, setDecided] = useState<BaseYearEvent | null>(null)
  const base = data?.base_year ?? null
  const close = (): void => setAsking(null)
  const saved = (): void => onSaid(t('saved', { name: t('baseYear') }))
  return (
    <Panel
      title={t('baseYear')}
      aside={
        isManager &&
        data !== undefined &&
        cycles.length > 0 && (
          <span className="row">
            {base !== null && (
              <Button variant="default" size="xs" onClick={() => setAsking('change')}>
                {t('addChange')}
              </Button>
            )}
            <Button variant="default" size="xs" onClick={() => setAsking('choose')}>
              {t(base === null ? 'baseChoose' : 'baseChange')}
            </Button>
          </span>
        )
      }
    >
      {data === undefined ? (
        error === null ? (
          <Skeleton height={120} />
        ) : (
          <LoadFailure error={error} onRetry={() => void refetch()} />
        )
      ) : base === null ? (
        <p className="cap">{t('baseNone')}</p>
      ) : (
        <>
          <Chosen base={base} />
          {data.asks_for_recalculation === true && (
            <div className="note note-warn" role="note">
              <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
              <div>
                {t('asks', { percent: pct(data.undecided_percent) })} <Link to="/cycles">{t('asksLink')}</Link>
              </div>
            </div>
          )}
          <AgainstBase data={data} />
          <BaseYearEvents events={data.events} isManager={isManager} onDecide={setDecided} />
        </>
      )}
      {asking === 'choose' && (
        <BaseYearForm projectId={projectId} cycles={cycles} base={base} onClose={close} onDone={saved} />
      )}
      {asking === 'change' && <ChangeForm projectId={projectId} onClose={close} onDone={saved} />}
      {decided !== null && (
        <DecisionForm projectId={projectId} event={decided} onClose={() => setDecided(null)} onDone={saved} />
      )}
    </Panel>
  )
}

function Chosen({ base }: { base: NonNullable<BaseYearReply['base_year']> }) {
  const t = useTargetWords()
  const { t: common } = useTranslation()
  const names = base.cycles.map(({ name }) => name).join(', ')
  return (
    <div className="base-chosen">
      <p className="base-number">
        {base.emissions.is_hidden ? (
          <span className="cap">{t('hidden')}</span>
        ) : base.emissions.co2e_kg === null ? (
          <span className="cap">{t('unknown')}</span>
        ) : (
          <>
            <bdi>{tonnes(inTonnes(base.emissions.co2e_kg))}</bdi> <Unit />
          </>
        )}
      </p>
      <p>
        <bdi>{names}</bdi> · {base.scopes.map((scope) => common('scope', { scope })).join(', ')} · {t('basis')}{' '}
        {t(base.basis)}
      </p>
      {base.cycles.length > 1 && <p className="cap">{t('baseMean')}</p>}
      <p className="cap">
        {t('thresholdText', { percent: pct(base.threshold_percent) })} {!base.is_final && t('baseOpen')}
      </p>
      {base.policy !== '' && (
        <p className="base-policy" dir="auto">
          {base.policy}
        </p>
      )}
    </div>
  )
}

function AgainstBase({ data }: { data: BaseYearReply }) {
  const t = useTargetWords()
  return (
    <table className="tbl tbl-dense" aria-label={t('againstBase')}>
      <thead>
        <tr>
          <th>{t('cycle')}</th>
          <th className="r">
            {t('emissions')} <Unit />
          </th>
          <th className="r">{t('againstBase')}</th>
        </tr>
      </thead>
      <tbody>
        {data.cycles.map(({ id, name, emissions, change_percent: change }) => (
          <tr key={id}>
            <td>
              <bdi>{name}</bdi>
            </td>
            <td className="r">
              <NumLink to={`/dashboard?cycle=${id}`} label={`${name}: ${tonnes(inTonnes(emissions.co2e_kg))} tCO₂e`}>
                {tonnes(inTonnes(emissions.co2e_kg))}
              </NumLink>
            </td>
            <td className="r">
              <bdi>{change === null ? '–' : `${signed(change, 1)}\u00A0%`}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
