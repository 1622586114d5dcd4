import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { EmissionRowsReply } from '#shared/api/emissionRows.ts'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { columnDigits, num } from '#client/theme/format.ts'
import { linkToSheet, type RowFilter } from './rowLinks.ts'

/** The tables behind a number, a line each, to open all of its rows there. */
export function BehindTables(props: { tables: EmissionRowsReply['tables']; cycleId: string; filter: RowFilter }) {
  const { tables, cycleId, filter } = props
  const { t } = useTranslation('dashboard')
  const amounts = tables.map((table) => (table.amount_kg === null ? null : table.amount_kg / 1000))
  const digits = columnDigits(amounts)
  return (
    <ul className="behind">
      {tables.map((table, index) => {
        const amount = num(amounts[index], digits)
        return (
          <li key={table.table_id}>
            <Link
              to={linkToSheet(table.table_id, cycleId, filter)}
              aria-label={t('openSheet', { table: table.name, amount })}
            >
              <ScopeMark scope={table.scope} />
              <span className="grow">
                <b className="ell block">{table.name}</b>
                <span className="cap ell block">
                  <bdi>{table.module_name}</bdi> ·{' '}
                  {t('rows', { ns: 'common', count: table.rows, rows: num(table.rows) })}
                </span>
              </span>
              <span className="r strong">
                <bdi>{amount}</bdi>
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
