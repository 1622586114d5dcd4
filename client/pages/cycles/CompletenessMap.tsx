import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { completenessQuery } from '#client/features/cycles/cycleQueries.ts'
import { EstimateDialog, type EstimateAsked } from '#client/features/estimates/EstimateDialog.tsx'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { monthName } from '#client/i18n/dates.ts'
import { DeclareGap, type GapToDeclare } from './DeclareGap.tsx'
import type { GapAnswers } from './GapItems.tsx'
import { MapCell } from './MapCell.tsx'
import { mapOf, type MapRow } from './mapOf.ts'

/** How complete a cycle is by site and month. Each cell leads to its rows: the way in to the gaps. */
export function CompletenessMap({ cycleId, onSaid }: { cycleId: string; onSaid: (said: string) => void }) {
  const t = useCycleWords()
  const { modules, cycle } = usePlace()
  const [asked, setAsked] = useState<EstimateAsked | null>(null)
  const [declared, setDeclared] = useState<GapToDeclare | null>(null)
  const [moduleId, setModuleId] = useState<string | null>(null)
  const shown = modules.some(({ id }) => id === moduleId) ? moduleId : null
  const { data, error, refetch } = useQuery(completenessQuery(cycleId, shown))
  const map = data === undefined ? null : mapOf(data)
  const name = cycle?.name ?? ''
  return (
    <Panel
      className="map-panel"
      title={t('mapTitle', { name })}
      aside={
        <>
          {map !== null && map.percent !== null && (
            <span>
              <b className="strong">
                <bdi>
                  {map.percent}
                  {'\u00a0'}%
                </bdi>
              </b>{' '}
              {t('mapComplete')}
              {map.missing > 0 && ` · ${t('mapMissing', { count: map.missing })}`}
            </span>
          )}
          <NativeSelect
            aria-label={t('module')}
            value={shown ?? ''}
            onChange={(event) => setModuleId(event.currentTarget.value || null)}
            data={[
              { value: '', label: t('allModules') },
              ...modules.map((module) => ({ value: module.id, label: module.name })),
            ]}
          />
        </>
      }
    >
      {error !== null && data === undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {error === null && map === null && <Skeleton height={120} />}
      {data !== undefined && map !== null && map.rows.length === 0 && <p className="cap">{t('mapEmpty', { name })}</p>}
      {data !== undefined && map !== null && map.rows.length > 0 && (
        <Grid data={data} rows={map.rows} answers={{ onEstimate: setAsked, onDeclare: setDeclared }} />
      )}
      {asked !== null && <EstimateDialog asked={asked} onClose={() => setAsked(null)} onSaid={onSaid} />}
      {declared !== null && <DeclareGap asked={declared} onClose={() => setDeclared(null)} onSaid={onSaid} />}
    </Panel>
  )
}

function Grid(props: { data: CycleCompleteness; rows: readonly MapRow[]; answers: GapAnswers }) {
  const { data, rows, answers } = props
  const { i18n } = useTranslation()
  const t = useCycleWords()
  const hasOthers = rows.some(({ others }) => others !== null)
  return (
    <>
      <div className="scroll-x">
        <table className="map" aria-label={t('mapTitle', { name: '' })}>
          <thead>
            <tr>
              <td />
              {data.months.map((month) => (
                <th key={month} scope="col">
                  {monthName(month, i18n.language)}
                </th>
              ))}
              {hasOthers && <th scope="col">{t('otherMonths')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.site ?? ''}>
                <th scope="row" className="ell" dir="auto">
                  {row.name ?? t('noSite')}
                </th>
                {row.cells.map((cell, i) => {
                  const month = data.months[i]!
                  const when = monthName(month, i18n.language, true)
                  return <MapCell key={month} row={row} cell={cell} month={month} when={when} {...{ data, answers }} />
                })}
                {hasOthers && (
                  <MapCell
                    row={row}
                    cell={row.others}
                    month={null}
                    when={t('otherMonthsFull')}
                    {...{ data, answers }}
                  />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="cap map-legend">{t('mapLegend')}</p>
    </>
  )
}
