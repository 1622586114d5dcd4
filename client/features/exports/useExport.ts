import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ExportFormat, ImportTemplateQuery } from '#shared/api/exports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { saveFile } from '#client/api/saveFile.ts'
import { exportsKey } from './exportsQuery.ts'
import { useExportWords } from './words/useExportWords.ts'

/** What a file is of: a table in a cycle, or all tables of a cycle. */
export interface Exported {
  cycleId: string
  tableId: string | null
  /** Of the file, without its ending. */
  name: string
}

/** The file of a sheet. */
export const exportedSheet = ({ table_id, cycle_id, table, cycle }: SheetReply): Exported => ({
  cycleId: cycle_id,
  tableId: table_id,
  name: `${table.name} ${cycle.name}`,
})

/** One entry of the menu. */
export interface ExportChoice {
  format: ExportFormat
  /** As spreadsheets of the reader's language read it, not as programs do. */
  isForPeople: boolean
}

/** Saves a file; `say` hears that it is being made, that it is there, or why it is not. */
export function useExport({ cycleId, tableId, name }: Exported, say: (text: string) => void) {
  const save = useSaving(say)
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    async mutationFn({ format, isForPeople }: ExportChoice) {
      const file = `${name}.${format === 'csv' && tableId === null ? 'zip' : format}`
      const query = { format, ...(isForPeople && { locale: localeOf(format, i18n.language) }) }
      await save(
        file,
        tableId === null ? `cycles/${cycleId}/export` : `tables/${tableId}/export`,
        tableId === null ? query : { cycle_id: cycleId, ...query },
      )
    },
    onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(cycleId) }),
  })
}

/** Saves an empty file of a table to fill in; `say` hears the same. */
export function useTemplate({ table, table_id, cycle_id }: SheetReply, say: (text: string) => void) {
  const t = useExportWords()
  const save = useSaving(say)
  const { i18n } = useTranslation()
  return useMutation({
    mutationFn: (format: ImportTemplateQuery['format']) =>
      save(`${table.name} ${t('templateName')}.${format}`, `tables/${table_id}/import-template`, {
        cycle_id,
        format,
        locale: localeOf(format, i18n.language),
      }),
  })
}

/** The marks of numbers are those of the machine, whose spreadsheet opens the file; words are those of the page. */
const localeOf = (format: ExportFormat, language: string): string => (format === 'csv' ? navigator.language : language)

type FilePath =
  | `cycles/${string}/export`
  | `cycles/${string}/reports/${string}/file`
  | `tables/${string}/export`
  | `tables/${string}/import-template`

/** Saves a file of the API; `say` hears that it is being made, that it is there, or why it is not. */
export function useSaving(say: (text: string) => void) {
  const t = useExportWords()
  return async (name: string, path: FilePath, query: Readonly<Record<string, string>>): Promise<void> => {
    say(t('making', { name }))
    try {
      await saveFile(path, query, name)
      say(t('saved', { name }))
    } catch (error) {
      say(t('failed', { name, why: error instanceof ApiProblem ? error.message : t('noAnswer') }))
    }
  }
}
