import { Skeleton, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { EstimatesReply } from '#shared/api/estimates.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { linkToSheet } from '#client/features/emissions/rowLinks.ts'
import { EstimateCard } from '#client/features/estimates/EstimateCard.tsx'
import { estimatesQuery } from '#client/features/estimates/estimateQueries.ts'
import { amountText } from '#client/features/estimates/estimateText.ts'
import { useEstimateWords } from '#client/features/estimates/words/useEstimateWords.ts'
import { monthName } from '#client/i18n/dates.ts'
import { useMayIn } from '#client/permissions/ability.tsx'
import { pct, tonnes } from '#client/theme/format.ts'

type Listed = EstimatesReply['data'][number]

/** The estimates of a cycle, for whoever closes them and whoever audits them: where, how, how much, and their part of the total. */
export function EstimatesPanel({ cycle, onSaid }: { cycle: CycleReply; onSaid: (said: string) => void }) {
  const t = useEstimateWords()
  const { data, error, refetch } = useQuery(estimatesQuery(cycle.id))
  const [opened, setOpened] = useState<Listed | null>(null)
  const mayEnd = useMayIn(cycle.project_id, 'update', 'Row') && cycle.status !== 'locked'
  const hasSome = data !== undefined && data.data.length > 0
  return (
    <Panel
      title={t('title')}
      aside={
        hasSome &&
        data.share !== null && <span>{t('shareOf', { share: pct(data.share * 100, data.share < 0.01 ? 2 : 1) })}</span>
      }
      pad={!hasSome}
    >
      {error !== null && data === undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Skeleton height={60} />}
      {data !== undefined && !hasSome && (
        <p className="cap">
          {t('text')} {t('none')}
        </p>
      )}
      {hasSome && <EstimateTable cycleId={cycle.id} estimates={data.data} onOpen={setOpened} />}
      {opened !== null && (
        <EstimateCard
          estimate={opened}
          cycleId={cycle.id}
          onSaid={mayEnd ? onSaid : null}
          onClose={() => setOpened(null)}
        />
      )}
    </Panel>
  )
}

function EstimateTable(props: { cycleId: string; estimates: readonly Listed[]; onOpen: (one: Listed) => void }) {
  const { cycleId, estimates, onOpen } = props
  const t = useEstimateWords()
  const { i18n } = useTranslation()
  return (
    <div className="scroll-x">
      <table className="tbl tbl-dense estimates-table" aria-label={t('title')}>
        <thead>
          <tr>
            <th>{t('where')}</th>
            <th>{t('month')}</th>
            <th>{t('method')}</th>
            <th className="r">{t('amount')}</th>
            <th className="r">{t('emissions')}</th>
          </tr>
        </thead>
        <tbody>
          {estimates.map((one) => {
            const source = [one.source, one.site_name].filter((part) => part !== null).join(' · ')
            const name = source === '' ? one.table_name : source
            return (
              <tr key={one.id} data-testid="estimate">
                <td>
                  <Link className="link" dir="auto" to={linkToSheet(one.table_id, cycleId, { row: one.row_id })}>
                    {name}
                  </Link>
                  <span className="cap estimates-of" dir="auto">
                    {one.table_name}
                  </span>
                </td>
                <td>{one.month === null ? '–' : monthName(one.month, i18n.language, true)}</td>
                <td>
                  <UnstyledButton
                    className="link estimates-method"
                    aria-label={t('about', { source: name })}
                    onClick={() => onOpen(one)}
                  >
                    {t(one.method)}
                  </UnstyledButton>
                </td>
                <td className="r">
                  <bdi>{amountText(one.value, one.field.unit)}</bdi>
                </td>
                <td className="r">
                  <bdi>{tonnes(one.co2e_kg === null ? null : one.co2e_kg / 1000)}</bdi>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
