import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { EmissionRow, EmissionRowsReply } from '#shared/api/emissionRows.ts'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { monthName } from '#client/i18n/dates.ts'
import { columnDigits, num, pct } from '#client/theme/format.ts'
import { linkToSheet, type RowFilter } from './rowLinks.ts'

/** The largest rows behind a number: name, amount, and where they stand. Each opens in its sheet. */
export function BehindRows(props: {
  rows: readonly EmissionRow[]
  tables: EmissionRowsReply['tables']
  cycleId: string
  filter: RowFilter
}) {
  const { rows, tables, cycleId, filter } = props
  const { t, i18n } = useTranslation('dashboard')
  const byId = new Map(tables.map((table) => [table.table_id, table]))
  const digits = columnDigits(rows.map((row) => (row.amount_kg === null ? null : row.amount_kg / 1000)))
  return (
    <ul className="behind" data-testid="behind-rows">
      {rows.map((row) => {
        const table = byId.get(row.table_id)
        const name = row.texts.join(' ')
        const where = [
          row.site_name ?? t('noSite'),
          row.month === null ? t('noMonth') : monthName(row.month, i18n.language, true),
          table?.name,
          ...(row.share === 1 ? [] : [t('countsShare', { share: pct(row.share * 100, 1) })]),
        ]
        return (
          <li key={`${row.table_id} ${row.row_id}`}>
            <Link to={linkToSheet(row.table_id, cycleId, placeOf(row, filter))}>
              {table !== undefined && <ScopeMark scope={table.scope} />}
              <span className="grow">
                <b className="ell block" dir="auto">
                  {name === '' ? t('unnamedRow') : name}
                </b>
                <span className="cap ell block">
                  {where.map((part, index) => (
                    <Fragment key={index}>
                      {index > 0 && ' · '}
                      <bdi>{part}</bdi>
                    </Fragment>
                  ))}
                </span>
              </span>
              {row.amount_kg === null ? (
                <span className={row.errors > 0 ? 'bad' : 'warn'}>
                  {row.errors > 0 ? t('rowError') : t('rowIncomplete')}
                </span>
              ) : (
                <span className="r strong">
                  <bdi>{num(row.amount_kg / 1000, digits)}</bdi>
                </span>
              )}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** The sheet shows the rows of the same site and month, this one among them. */
function placeOf(row: EmissionRow, filter: RowFilter): Parameters<typeof linkToSheet>[2] {
  return {
    ...(row.site === null ? {} : { site: row.site }),
    ...(row.month === null ? {} : { month: row.month }),
    ...(filter.incomplete === true ? { incomplete: true } : {}),
    row: row.row_id,
  }
}
