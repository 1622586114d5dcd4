import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { emissionsQuery } from '#client/api/queries.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { monthName } from '#client/i18n/dates.ts'
import { columnDigits, num, tonnes } from '#client/theme/format.ts'
import { linkToSheet, readRowFilter, tablesBehind, type RowFilter } from './rowLinks.ts'
import './rowsBehind.css'

/** The tables behind a number, over the page that showed it. Open while the address says so, so "back" closes it. */
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
      size={420}
      overlayProps={{ backgroundOpacity: 0.2 }}
      shadow="lg"
      title={filter === null ? '' : <Title emissions={emissions} filter={filter} />}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {filter !== null && <Tables emissions={emissions} filter={filter} />}
    </Drawer>
  )
}

function Title({ emissions, filter }: { emissions: CycleEmissions; filter: RowFilter }) {
  const { t, i18n } = useTranslation()
  const parts = [
    filter.incomplete === true ? t('incompleteRows', { ns: 'dashboard' }) : null,
    filter.scope === undefined ? null : t('scope', { scope: filter.scope }),
    emissions.by_module.find((module) => module.module_id === filter.module_id)?.name,
    emissions.by_site.find((site) => site.site === filter.site)?.name,
    filter.month === undefined ? null : monthName(filter.month, i18n.language, true),
  ].filter((part) => part !== null && part !== undefined)
  return <>{[emissions.name, ...(parts.length === 0 ? [t('total', { ns: 'dashboard' })] : parts)].join(' · ')}</>
}

function Tables({ emissions, filter }: { emissions: CycleEmissions; filter: RowFilter }) {
  const { t } = useTranslation('dashboard')
  const { incomplete: _, ...narrowed } = filter
  const { data, error, refetch } = useQuery(emissionsQuery(emissions.cycle_id, narrowed))
  if (error !== null) {
    return <LoadFailure error={error} onRetry={() => void refetch()} />
  }
  if (data === undefined) {
    return <div aria-busy="true" />
  }
  const scopes = new Map(data.by_module.map((module) => [module.module_id, module]))
  const tables = tablesBehind(data, filter).toSorted((a, b) => (b.co2e_kg ?? 0) - (a.co2e_kg ?? 0))
  const digits = columnDigits(tables.map((table) => table.co2e_t))
  return (
    <>
      {filter.incomplete !== true && (
        <div className="behind-total">
          {tonnes(data.total.co2e_t)} <Unit />
        </div>
      )}
      <p className="cap">{filter.incomplete === true ? t('incompleteNote') : t('behindIntro')}</p>
      <ul className="behind">
        {tables.map((table) => {
          const module = scopes.get(table.module_id)
          return (
            <li key={table.table_id}>
              <Link
                to={linkToSheet(table.table_id, emissions.cycle_id, filter)}
                aria-label={t('openSheet', { table: table.name, amount: num(table.co2e_t, digits) })}
              >
                {module !== undefined && <ScopeMark scope={module.scope} />}
                <span className="grow">
                  <b className="ell block">{table.name}</b>
                  <span className="cap ell block">
                    {module?.name} ·{' '}
                    {t('rows', {
                      ns: 'common',
                      count: filter.incomplete === true ? table.incomplete_rows : table.rows,
                      rows: num(filter.incomplete === true ? table.incomplete_rows : table.rows),
                    })}
                  </span>
                </span>
                <span className="r strong">
                  <bdi>{num(table.co2e_t, digits)}</bdi>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </>
  )
}
