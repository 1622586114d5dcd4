import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ImportReply, ImportRowReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { saveText } from '#client/api/saveFile.ts'
import { importRows } from './importQueries.ts'
import { mappedFields } from './mappedFields.ts'
import { reasonText } from './reasonText.ts'
import { rejectedCsv } from './rejectedCsv.ts'
import { useImportWords } from './words/useImportWords.ts'

const AT_ONCE = 200

/** Saves every rejected row with what is wrong with it, to be mended elsewhere and brought again. */
export function useSaveRejected(found: ImportReply, sheet: SheetReply) {
  const t = useImportWords()
  const { i18n } = useTranslation()
  return useMutation({
    async mutationFn() {
      const rows: ImportRowReply[] = []
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await importRows(found.id, 'rejected', { cursor: cursor ?? null, limit: AT_ONCE })
        rows.push(...page.data)
        cursor = page.next_cursor
      }
      const fields = mappedFields(found, sheet)
      const nameOf = (id: string | null): string => fields.find(({ field }) => field.id === id)?.field.name ?? ''
      const mapped = new Set(found.recipe?.columns.map(({ column }) => column))
      const csv = rejectedCsv(
        rows,
        found.columns.filter(({ column }) => mapped.has(column)),
        {
          problems: t('problems'),
          problemText: ({ reasons }) =>
            reasons.map((one) => reasonText(one, nameOf(one.field_id), { t, language: i18n.language })).join(' '),
        },
      )
      saveText(csv, `${found.file.name.replace(/\.[^.]*$/, '')} ${t('rejected')}.csv`)
    },
  })
}
