import { Button, Drawer, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { monthName } from '#client/i18n/dates.ts'
import { num, tonnes } from '#client/theme/format.ts'
import { BehindRows } from './BehindRows.tsx'
import { BehindTables } from './BehindTables.tsx'
import { emissionRowsQuery } from './emissionRowsQuery.ts'
import { gasFormula } from './gasFormula.ts'
import { readRowFilter, type RowFilter } from './rowLinks.ts'
import './rowsBehind.css'

/** The rows behind a number, over the page that showed it. Open while the address says so, so "back" closes it. */
export function RowsBehind({ emissions }: { emissions: CycleEmissions }) {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const { t } = useTranslation()
  const filter = readRowFilter(search)
  const close = (): void => void navigate({ search: `?cycle=${emissions.cycle_id}` }, { preventScrollReset: true })
  return (
    <Drawer
      opened={filter !== null}
      onClose={close}
      position="right"
      size={440}
      overlayProps={{ backgroundOpacity: 0.2 }}
      shadow="lg"
      title={filter === null ? '' : <Title emissions={emissions} filter={filter} />}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {filter !== null && <Content cycleId={emissions.cycle_id} filter={filter} />}
    </Drawer>
  )
}

function Title({ emissions, filter }: { emissions: CycleEmissions; filter: RowFilter }) {
  const { t, i18n } = useTranslation('dashboard')
  const parts = [
    filter.incomplete === true ? t('incompleteRows') : null,
    filter.errors === true ? t('rowsWithErrors') : null,
    filter.part === undefined ? null : partName(filter.part, t),
    filter.scope === undefined ? null : t('scope', { ns: 'common', scope: filter.scope }),
    emissions.by_module.find((module) => module.module_id === filter.module_id)?.name,
    emissions.by_site.find((site) => site.site === filter.site)?.name,
    filter.month === undefined ? null : monthName(filter.month, i18n.language, true),
  ].filter((part) => part !== null && part !== undefined)
  return <>{[emissions.name, ...(parts.length === 0 ? [t('total')] : parts)].join(' · ')}</>
}

function Content({ cycleId, filter }: { cycleId: string; filter: RowFilter }) {
  const { t } = useTranslation('dashboard')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    emissionRowsQuery(cycleId, filter),
  )
  const first = data?.pages[0]
  if (first === undefined) {
    return error === null ? <Loading /> : <LoadFailure error={error} onRetry={() => void refetch()} />
  }
  const rows = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      {filter.incomplete !== true && filter.errors !== true && (
        <div className="behind-total">
          {tonnes(first.counted_kg === null ? null : first.counted_kg / 1000)}{' '}
          <Unit>{filter.part === 'biogenicCO2' ? 'tCO₂' : 'tCO₂e'}</Unit>
        </div>
      )}
      {first.counted_kg !== first.amount_kg && (
        <p className="cap">
          {t('countedOf', { amount: tonnes(first.amount_kg === null ? null : first.amount_kg / 1000) })}
        </p>
      )}
      <p className="cap">{introOf(filter, first.rows, t)}</p>
      <BehindRows rows={rows} tables={first.tables} cycleId={cycleId} filter={filter} />
      {hasNextPage && (
        <Button variant="default" mt={8} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('moreRows', { shown: num(rows.length), rows: num(first.rows) })}
        </Button>
      )}
      {first.tables.length > 0 && (
        <>
          <h3 className="behind-head">{t('wholeTables')}</h3>
          <BehindTables tables={first.tables} cycleId={cycleId} filter={filter} />
        </>
      )}
    </>
  )
}

function Loading() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div aria-busy="true" aria-label={t('loading')} role="status">
      {isLate && [0, 1, 2, 3, 4].map((line) => <Skeleton key={line} height={34} mb={12} />)}
    </div>
  )
}

type Words = ReturnType<typeof useTranslation<'dashboard'>>['t']

function partName(part: string, t: Words): string {
  if (part === 'biogenicCO2') {
    return t('biogenic')
  }
  if (part === 'partial' || part === 'memo') {
    return t(part === 'memo' ? 'memo' : 'partialPart')
  }
  if (part.startsWith('gwp:')) {
    return part === 'gwp:unstated' ? t('gwpUnstated') : `GWP: IPCC ${part.slice('gwp:'.length)}`
  }
  return part === 'other' ? t('other') : gasFormula(part)
}

function introOf(filter: RowFilter, rows: number, t: Words): string {
  if (rows === 0) {
    return t('behindNothing')
  }
  if (filter.incomplete === true) {
    return t('incompleteNote')
  }
  if (filter.part === 'partial' || filter.part === 'memo') {
    return t(filter.part === 'memo' ? 'memoNote' : 'partialNote')
  }
  return filter.part?.startsWith('gwp:') === true ? t('gwpMixedNote') : t('behindIntro')
}
