import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { GatheredRowsReply } from '#shared/api/rows.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetAddress } from '../history/historyQueries.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { gatheredQuery } from './explainQueries.ts'

type Gathered = GatheredRowsReply['data'][number]

/** How many rows a formula found, of which table, for each of its calls that look at many; and the one that fails. */
export function GatheredRows(props: {
  sheet: SheetAddress
  cell: CellRef
  formula: string
  result: unknown
  t: SheetTranslate
}) {
  const { sheet, cell, formula, result, t } = props
  const { data } = useQuery(gatheredQuery(sheet, cell, result)).data ?? { data: [] }
  if (data.length === 0) {
    return null
  }
  return (
    <>
      <h3>{t('explainRows')}</h3>
      <dl className="kv tight" data-testid="explain-rows">
        {data.map((one) => (
          <Found key={one.start} call={formula.slice(one.start, one.end)} found={one} t={t} />
        ))}
      </dl>
    </>
  )
}

function Found({ call, found, t }: { call: string; found: Gathered; t: SheetTranslate }) {
  const address = `/sheets/${found.table_id}/${found.cycle_id}`
  return (
    <>
      <dt className="mono">
        <bdi dir="ltr">{call}</bdi>
      </dt>
      <dd>
        {found.rows === null ? t('explainNoKey') : t('explainRowCount', { count: found.rows })}{' '}
        <Link to={address}>{t('explainRowsOf', { table: found.table_name, cycle: found.cycle_name })}</Link>
        {found.failing_row_id !== null && (
          <>
            {' · '}
            <Link to={`${address}?row=${found.failing_row_id}`}>{t('explainFailingRow')}</Link>
          </>
        )}
      </dd>
    </>
  )
}
