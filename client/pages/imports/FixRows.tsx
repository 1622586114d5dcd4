import { Button, Skeleton } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportReply, ImportRowReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { api } from '#client/api/apiClient.ts'
import { useChange } from '#client/features/changing/useChange.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { num } from '#client/theme/format.ts'
import { type Fixes, fixesBody, withFix } from './fixes.ts'
import { importRowsQuery, refreshImport, showImport } from './importQueries.ts'
import { mappedFields } from './mappedFields.ts'
import { Reasons } from './Reasons.tsx'
import { reasonText } from './reasonText.ts'
import { cellText } from './rejectedCsv.ts'
import { useSaveRejected } from './useSaveRejected.ts'
import { type ImportTranslate, useImportWords } from './words/useImportWords.ts'

/** Rejected rows with what is wrong at each cell; they are mended in place and held against the sheet at once. */
export function FixRows(props: { found: ImportReply; sheet: SheetReply; say: (text: string) => void }) {
  const { found, sheet, say } = props
  const t = useImportWords()
  const queries = useQueryClient()
  const rows = useInfiniteQuery(importRowsQuery(found, 'rejected'))
  const [fixes, setFixes] = useState<Fixes>(new Map())
  const save = useSaveRejected(found, sheet)
  const fix = useChange({
    send: () => api.patch(`imports/${found.id}/rows`, fixesBody(fixes)),
    refresh: (now) => refreshImport(now, found.id),
    onDone(reply) {
      const right = reply.rows.filter(({ state }) => state !== 'rejected').length
      say(t('fixed', { n: num(right), all: num(reply.rows.length) }))
      setFixes(new Map())
      void showImport(queries, reply.import)
    },
  })
  const all = rows.data?.pages.flatMap((page) => page.data)
  if (all === undefined) {
    return rows.error === null ? (
      <Skeleton height={140} />
    ) : (
      <LoadFailure error={rows.error} onRetry={() => void rows.refetch()} />
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (fixes.size > 0) {
          fix.send()
        }
      }}
    >
      <div className="imports-fix-head">
        <p className="cap">{t('fixHelp')}</p>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconDownload size={15} stroke={1.6} />}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('download')}
        </Button>
        <Button type="submit" size="compact-sm" disabled={fixes.size === 0} loading={fix.isPending}>
          {t('fix')}
        </Button>
      </div>
      <Rejected
        rows={all}
        fields={mappedFields(found, sheet)}
        fixes={fixes}
        onFix={(row, column, text) => setFixes((now) => withFix(now, row, column, text))}
      />
      <Reasons of={fix} />
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
    </form>
  )
}

interface Mapped {
  column: number
  field: FieldReply
}

function Rejected(props: {
  rows: readonly ImportRowReply[]
  fields: readonly Mapped[]
  fixes: Fixes
  onFix: (row: ImportRowReply, column: number, text: string) => void
}) {
  const { rows, fields, fixes, onFix } = props
  const t = useImportWords()
  const { i18n } = useTranslation()
  const shown = new Set(fields.map(({ field }) => field.id))
  const said = { t, language: i18n.language }
  return (
    <div className="scroll-x imports-scroll">
      <table className="tbl imports-fix" aria-label={t('rejected')}>
        <thead>
          <tr>
            <th className="r">{t('row')}</th>
            {fields.map(({ field }) => (
              <th key={field.id}>
                <bdi>{field.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td className="r">
                <b>
                  <bdi>{num(row.row)}</bdi>
                </b>
                {row.reasons
                  .filter(({ field_id: id }) => id === null || !shown.has(id))
                  .map((reason) => (
                    <div key={reason.code} className="cap bad imports-why" dir="auto">
                      {reasonText(reason, '', said)}
                    </div>
                  ))}
              </td>
              {fields.map((mapped) => (
                <td key={mapped.field.id}>
                  <FixCell {...mapped} row={row} text={fixes.get(row.row)?.[mapped.column]} {...said} onFix={onFix} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FixCell(
  props: Mapped & {
    row: ImportRowReply
    /** What it was changed to; undefined: as in the file. */
    text: string | undefined
    t: ImportTranslate
    language: string
    onFix: (row: ImportRowReply, column: number, text: string) => void
  },
) {
  const { row, column, field, text, t, language, onFix } = props
  const reasons = row.reasons.filter(({ field_id: id }) => id === field.id)
  const whyId = `why-${row.row}-${column}`
  return (
    <>
      <input
        className="imports-cell"
        aria-label={t('cellOf', { field: field.name, row: num(row.row) })}
        aria-invalid={(reasons.length > 0 && text === undefined) || undefined}
        aria-describedby={reasons.length > 0 ? whyId : undefined}
        dir="auto"
        value={text ?? cellText(row.cells[String(column)] ?? null)}
        onChange={(event) => onFix(row, column, event.currentTarget.value)}
      />
      {reasons.length > 0 && (
        <div id={whyId} className="cap bad imports-why" dir="auto">
          {reasons.map((reason) => reasonText(reason, field.name, { t, language })).join(' ')}
        </div>
      )}
    </>
  )
}
