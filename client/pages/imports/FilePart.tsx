import { NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImportRecipe, ImportReply } from '#shared/api/imports.ts'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { num } from '#client/theme/format.ts'
import { showImport } from './importQueries.ts'
import { ReadingForm } from './ReadAgain.tsx'
import { cellText } from './rejectedCsv.ts'
import { withPlace } from './recipeDraft.ts'
import { useImportWords } from './words/useImportWords.ts'

const HEADER_ROWS = 10
const SHOWN_ROWS = 6
const SHOWN_COLUMNS = 30

/** Which sheet of the file is meant, where its headings are, and what it looks like. Another one is asked for at once. */
export function FilePart({ found, recipe }: { found: ImportReply; recipe: ImportRecipe }) {
  const t = useImportWords()
  const sheets = found.reading?.sheets ?? []
  const sheet = sheets.find(({ name }) => name === recipe.sheet)
  const isText = found.file.format === 'csv'
  return (
    <details className="panel imports-part" open={sheets.length > 1 || recipe.columns.length === 0}>
      <summary>
        {t('fileHelp')}{' '}
        {sheet !== undefined && (
          <span className="cap">{t('rowsColumns', { rows: num(sheet.rows), columns: num(sheet.columns) })}</span>
        )}
      </summary>
      <div className="stack">
        <Place key={`${recipe.sheet} ${recipe.header_row}`} {...{ found, recipe, sheets }} />
        {sheet !== undefined && (
          <div className="scroll-x" role="region" aria-label={t('sample')} tabIndex={0}>
            <table className="tbl tbl-dense imports-sample">
              <tbody>
                {sheet.head.slice(0, SHOWN_ROWS).map((row, at) => (
                  // rows of a file have nothing but their number
                  <tr key={at} data-head={at + 1 === recipe.header_row || undefined}>
                    <th scope="row" className="r">
                      {num(at + 1)}
                    </th>
                    {row.slice(0, SHOWN_COLUMNS).map((cell, column) => (
                      <td key={column} dir="auto">
                        {cellText(cell)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {isText && <ReadingForm found={found} />}
      </div>
    </details>
  )
}

function Place(props: { found: ImportReply; recipe: ImportRecipe; sheets: readonly { name: string }[] }) {
  const { found, recipe, sheets } = props
  const t = useImportWords()
  const queries = useQueryClient()
  const place = { sheet: recipe.sheet, header_row: recipe.header_row }
  const change = useMutation({
    mutationFn: (to: typeof place) => api.patch(`imports/${found.id}`, { recipe: withPlace(recipe, to) }),
    onSuccess: (reply) => showImport(queries, reply),
  })
  const headerRows = Array.from({ length: Math.max(HEADER_ROWS, recipe.header_row) }, (_, at) => at + 1)
  const isTable = found.file.format === 'csv' || found.file.format === 'xlsx'
  return (
    <>
      <div className="imports-reading">
        {sheets.length > 1 && (
          <NativeSelect
            label={t('sheet')}
            value={recipe.sheet}
            disabled={change.isPending}
            onChange={({ currentTarget: { value } }) => change.mutate({ ...place, sheet: value })}
            data={sheets.map(({ name }) => name)}
          />
        )}
        {isTable && (
          <NativeSelect
            label={t('headerRow')}
            value={String(recipe.header_row)}
            disabled={change.isPending}
            onChange={({ currentTarget: { value } }) => change.mutate({ ...place, header_row: Number(value) })}
            data={[
              { value: '0', label: t('noHeader') },
              ...headerRows.map((row) => ({ value: String(row), label: num(row) })),
            ]}
          />
        )}
      </div>
      {change.error !== null &&
        reasonsOf(change.error).map((reason) => (
          <p key={reason} className="bad" role="alert" dir="auto">
            {reason}
          </p>
        ))}
    </>
  )
}
