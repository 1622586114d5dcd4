import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ImportReply, ImportRowReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { Chip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { num } from '#client/theme/format.ts'
import { importRowsQuery } from './importQueries.ts'
import { mappedFields } from './mappedFields.ts'
import { reasonText } from './reasonText.ts'
import { cellText } from './rejectedCsv.ts'
import { type ShowValue, useShownValue } from './shownValue.ts'
import { useImportWords } from './words/useImportWords.ts'

/** Rows of the file that became the same, in its order, with what stands in the sheet before and after. */
export function RowList(props: { found: ImportReply; sheet: SheetReply; state: ImportRowReply['state'] }) {
  const { found, sheet, state } = props
  const t = useImportWords()
  const rows = useInfiniteQuery(importRowsQuery(found, state))
  const all = rows.data?.pages.flatMap((page) => page.data)
  if (all === undefined) {
    return rows.error === null ? (
      <Skeleton height={140} />
    ) : (
      <LoadFailure error={rows.error} onRetry={() => void rows.refetch()} />
    )
  }
  return all.length === 0 ? (
    <p className="cap imports-none">{t(`none_${state}`)}</p>
  ) : (
    <>
      <Rows rows={all} fields={mappedFields(found, sheet)} label={t(state)} />
      {rows.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          {t('olderRows')}
        </Button>
      )}
    </>
  )
}

interface Mapped {
  column: number
  field: FieldReply
}

function Rows({ rows, fields, label }: { rows: readonly ImportRowReply[]; fields: readonly Mapped[]; label: string }) {
  const t = useImportWords()
  const { i18n } = useTranslation()
  const show = useShownValue()
  const nameOf = (id: string | null): string => fields.find(({ field }) => field.id === id)?.field.name ?? ''
  return (
    <div className="scroll-x imports-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="tbl tbl-dense">
        <thead>
          <tr>
            <th className="r">{t('row')}</th>
            {fields.map(({ field }) => (
              <th key={field.id} className={field.type === 'number' ? 'r' : ''}>
                <bdi>{field.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td className="r">
                <bdi>{num(row.row)}</bdi>
                {row.is_written && <Chip tone="ok">{t('written')}</Chip>}
                {row.reasons.map((reason) => (
                  <div key={reason.code + reason.field_id} className="cap bad imports-why" dir="auto">
                    {reasonText(reason, nameOf(reason.field_id), { t, language: i18n.language })}
                  </div>
                ))}
              </td>
              {fields.map(({ column, field }) => (
                <td key={field.id} className={field.type === 'number' ? 'r' : ''}>
                  <Cell row={row} column={column} field={field} show={show} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What changes stands out, with what it was; the rest is as in the file. */
function Cell({ row, column, field, show }: Mapped & { row: ImportRowReply; show: ShowValue }) {
  const isWritten = Object.hasOwn(row.values, field.id)
  if (!isWritten) {
    return <bdi className="dim">{cellText(row.cells[String(column)] ?? null)}</bdi>
  }
  const now = show(field, row.values[field.id], row.labels)
  return row.state === 'changed' ? (
    <span className="imports-change">
      <s>
        <bdi>{show(field, row.before[field.id], row.labels)}</bdi>
      </s>{' '}
      <span aria-hidden="true" className="dim flip">
        →
      </span>{' '}
      <bdi className="new">{now}</bdi>
    </span>
  ) : (
    <bdi>{now}</bdi>
  )
}
