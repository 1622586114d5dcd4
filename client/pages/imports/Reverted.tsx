import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ImportReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { num } from '#client/theme/format.ts'
import { keptQuery } from './importQueries.ts'
import { useShownValue } from './shownValue.ts'
import { useImportWords } from './words/useImportWords.ts'

/** What taking an import back did, and what it left as it is. */
export function Reverted({ found, sheet }: { found: ImportReply; sheet: SheetReply }) {
  const t = useImportWords()
  const { reverted } = found
  if (reverted === null) {
    return null
  }
  const path = `/sheets/${sheet.table_id}/${sheet.cycle_id}`
  return (
    <>
      <p className="note note-ok" role="status">
        {t('reverted', { cells: num(reverted.cells), rows: num(reverted.rows) })}
      </p>
      {reverted.kept > 0 && (
        <Panel title={t('kept', { n: num(reverted.kept) })} pad={false}>
          <Kept found={found} sheet={sheet} />
        </Panel>
      )}
      <div className="imports-foot">
        <Button component={Link} to={path}>
          {t('toSheet')}
        </Button>
      </div>
    </>
  )
}

function Kept({ found, sheet }: { found: ImportReply; sheet: SheetReply }) {
  const t = useImportWords()
  const show = useShownValue()
  const { data, error, refetch } = useQuery(keptQuery(found.id))
  if (error !== null) {
    return <LoadFailure error={error} onRetry={() => void refetch()} />
  }
  const path = `/sheets/${sheet.table_id}/${sheet.cycle_id}`
  return (
    <div className="scroll-x imports-scroll" role="region" aria-label={t('kept', { n: '' })} tabIndex={0}>
      <table className="tbl tbl-dense">
        <thead>
          <tr>
            <th>{t('field')}</th>
            <th className="r">{t('imported')}</th>
            <th className="r">{t('now')}</th>
          </tr>
        </thead>
        <tbody>
          {(data ?? []).map(({ row_id: row, field_id: id, imported, now }) => {
            const field = sheet.table.fields.find((one) => one.id === id)
            return (
              <tr key={`${row} ${id}`}>
                <td>
                  <Link className="link" to={`${path}?row=${row}${field === undefined ? '' : `&field=${field.key}`}`}>
                    {field === undefined ? t('wholeRow') : <bdi>{field.name}</bdi>}
                  </Link>
                </td>
                <td className="r dim">
                  <bdi>{field === undefined ? '' : show(field, imported)}</bdi>
                </td>
                <td className="r">
                  <bdi>{field === undefined ? '' : show(field, now)}</bdi>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
