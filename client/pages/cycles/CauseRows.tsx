import { Drawer, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ComparisonRows, CycleComparison } from '#shared/api/cycleComparison.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { comparisonRowsQuery } from '#client/features/cycles/cycleQueries.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { linkToSheet } from '#client/features/emissions/rowLinks.ts'
import { monthName } from '#client/i18n/dates.ts'
import { num, signed, tonnes } from '#client/theme/format.ts'
import { CAUSE_NAMES } from './causeWords.ts'
import type { Cause } from './changeSteps.ts'

/** The rows behind one cause, over the page: each with both results and what the cause did to it. */
export function CauseRows({ data, cause, onClose }: { data: CycleComparison; cause: Cause; onClose: () => void }) {
  const t = useCycleWords()
  const { t: common } = useTranslation()
  const rows = useQuery(comparisonRowsQuery(data.after.id, data.before.id, cause))
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={520}
      overlayProps={{ backgroundOpacity: 0.2 }}
      shadow="lg"
      title={t('causeRows', { cause: t(CAUSE_NAMES[cause]) })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {rows.error !== null && <LoadFailure error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.error === null && rows.data === undefined && <Skeleton height={160} />}
      {rows.data !== undefined && <Rows data={data} found={rows.data} />}
    </Drawer>
  )
}

function Rows({ data, found }: { data: CycleComparison; found: ComparisonRows }) {
  const t = useCycleWords()
  const { i18n } = useTranslation()
  const inTonnes = (kg: number | null): string => tonnes(kg === null ? null : kg / 1000)
  return (
    <>
      <div className="behind-total">
        <bdi>{signed(found.effect_kg / 1000, 2)}</bdi> <span className="unit">tCO₂e</span>
      </div>
      <p className="cap">
        {t('causeRowsCount', { count: found.rows, rows: num(found.rows) })}{' '}
        {found.data.length < found.rows && t('causeRowsShown', { shown: num(found.data.length) })}
      </p>
      <table className="tbl tbl-dense" data-testid="cause-rows">
        <thead>
          <tr>
            <th>{t('row')}</th>
            <th className="r">
              <bdi>{data.before.name}</bdi>
            </th>
            <th className="r">
              <bdi>{data.after.name}</bdi>
            </th>
            <th className="r">{t('effect')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.map((row) => (
            <tr key={`${row.table_id} ${row.row_id}`}>
              <td>
                <Link className="link" dir="auto" to={linkToSheet(row.table_id, row.cycle_id, { row: row.row_id })}>
                  {[row.text, row.site_name].filter((part) => part !== null).join(' · ') || row.table_name}
                </Link>
                <span className="cap estimates-of" dir="auto">
                  {row.table_name}
                  {row.month !== null && ` · ${monthName(row.month, i18n.language, true)}`}
                </span>
              </td>
              <td className="r">
                <bdi>{inTonnes(row.before_kg)}</bdi>
              </td>
              <td className="r">
                <bdi>{inTonnes(row.after_kg)}</bdi>
              </td>
              <td className="r">
                <bdi>{signed(row.effect_kg / 1000, Math.abs(row.effect_kg) < 10_000 ? 3 : 1)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
