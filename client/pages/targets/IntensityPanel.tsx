import { ActionIcon, Button, NativeSelect, Skeleton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IntensitiesReply, IntensityOfCycle } from '#shared/api/intensities.ts'
import { SCOPE_BASES, type ScopeBasis } from '#shared/api/scopeFigure.ts'
import { api } from '#client/api/apiClient.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { signed } from '#client/theme/format.ts'
import { amountText } from './amounts.ts'
import { DenominatorForm } from './DenominatorForm.tsx'
import { EntryDialog } from './EntryDialog.tsx'
import type { PanelProps } from './PanelProps.ts'
import { basisOf } from './ScopeFields.tsx'
import { intensitiesQuery } from './targetQueries.ts'
import { ValueForm } from './ValueForm.tsx'
import { useTargetWords, type TargetTranslate } from './words/useTargetWords.ts'

const SCOPES = ['1', '2', '3', '1,2', '1,2,3']

type Denominator = IntensitiesReply['denominators'][number]

/** Emissions over what the company does, cycle by cycle; n/a with its reason where a number is missing. */
export function IntensityPanel({ projectId, isManager, onSaid }: PanelProps) {
  const t = useTargetWords()
  const [scopes, setScopes] = useState('1,2')
  const [basis, setBasis] = useState<ScopeBasis>('market')
  const { data, error, refetch } = useQuery(intensitiesQuery(projectId, scopes, basis))
  const [isAdding, setAdding] = useState(false)
  const [entered, setEntered] = useState<{ denominator: Denominator; at: number } | null>(null)
  const [going, setGoing] = useState<Denominator | null>(null)
  return (
    <Panel
      title={t('intensities')}
      className="intensity-panel"
      aside={
        <span className="row">
          <NativeSelect
            aria-label={t('scopes')}
            value={scopes}
            onChange={(event) => setScopes(event.currentTarget.value)}
            data={SCOPES.map((value) => ({ value, label: `${t('scopes')} ${value.replaceAll(',', ' + ')}` }))}
          />
          <NativeSelect
            aria-label={t('basis')}
            value={basis}
            onChange={(event) => setBasis(basisOf(event.currentTarget.value))}
            data={SCOPE_BASES.map((value) => ({ value, label: t(value) }))}
          />
          {isManager && (
            <Button variant="default" size="xs" onClick={() => setAdding(true)}>
              {t('addDenominator')}
            </Button>
          )}
        </span>
      }
    >
      {data === undefined &&
        (error === null ? <Skeleton height={120} /> : <LoadFailure error={error} onRetry={() => void refetch()} />)}
      {data?.denominators.length === 0 && <p className="cap">{t('intensitiesNone')}</p>}
      {data?.denominators.map((denominator) => (
        <div key={denominator.id} className="scroll-x intensity">
          <div className="row target-head">
            <h3 dir="auto">{denominator.name}</h3>
            <span className="cap">{t('perUnit', { unit: denominator.unit })}</span>
            {isManager && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('deleteTarget', { name: denominator.name })}
                onClick={() => setGoing(denominator)}
              >
                <IconTrash size={16} stroke={1.6} />
              </ActionIcon>
            )}
          </div>
          <table className="tbl tbl-dense" aria-label={denominator.name}>
            <thead>
              <tr>
                <th>{t('cycle')}</th>
                <th className="r">
                  <bdi>{denominator.unit}</bdi>
                </th>
                <th className="r">{t('intensity')}</th>
                <th className="r">{t('change')}</th>
                <th>{t('source')}</th>
              </tr>
            </thead>
            <tbody>
              {denominator.by_cycle.map((one, at) => {
                const cycle = data.cycles[at]!
                const isFinal = cycle.status === 'locked' && one.value !== null && one.from_version === null
                return (
                  <tr key={one.cycle_id}>
                    <td>
                      <bdi>{cycle.name}</bdi>
                    </td>
                    <td className="r">
                      {isManager && !isFinal ? (
                        <button
                          type="button"
                          className="num-link intensity-value"
                          aria-label={t('enterFor', { name: denominator.name, cycle: cycle.name })}
                          onClick={() => setEntered({ denominator, at })}
                        >
                          {amountText(one.value)}
                        </button>
                      ) : (
                        <bdi>{amountText(one.value)}</bdi>
                      )}
                    </td>
                    <td className="r">
                      <Amount one={one} t={t} />
                    </td>
                    <td className="r">
                      <bdi>{one.change_percent === null ? '–' : `${signed(one.change_percent, 1)}\u00A0%`}</bdi>
                    </td>
                    <td dir="auto">
                      {one.source}
                      {one.from_version !== null && (
                        <span className="cap">{t('fromVersion', { version: String(one.from_version) })}</span>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      ))}
      {isAdding && <DenominatorForm projectId={projectId} onClose={() => setAdding(false)} onSaid={onSaid} />}
      {entered !== null && data !== undefined && (
        <ValueForm
          projectId={projectId}
          denominator={entered.denominator}
          value={entered.denominator.by_cycle[entered.at]!}
          cycle={data.cycles[entered.at]!}
          onClose={() => setEntered(null)}
          onSaid={onSaid}
        />
      )}
      {going !== null && (
        <EntryDialog
          title={t('deleteTarget', { name: going.name })}
          action={t('deleteTarget', { name: going.name })}
          projectId={projectId}
          shown={[]}
          isFinal
          send={() => api.del(`denominators/${going.id}`)}
          onClose={() => setGoing(null)}
          onDone={() => onSaid(t('deleted', { name: going.name }))}
        >
          {() => <p>{t('deleteDenominatorText')}</p>}
        </EntryDialog>
      )}
    </Panel>
  )
}

function Amount({ one, t }: { one: IntensityOfCycle; t: TargetTranslate }) {
  return one.reason === null ? (
    <bdi>{amountText(one.intensity_kg)}</bdi>
  ) : (
    <span className="dim">
      {t('notApplicable')}
      <span className="cap">{t(one.reason)}</span>
    </span>
  )
}
