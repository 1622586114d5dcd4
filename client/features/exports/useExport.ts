import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ExportFormat } from '#shared/api/exports.ts'
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
  const t = useExportWords()
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    async mutationFn({ format, isForPeople }: ExportChoice) {
      const file = `${name}.${format === 'csv' && tableId === null ? 'zip' : format}`
      say(t('making', { name: file }))
      // the marks of numbers are those of the machine, whose spreadsheet opens the file; words are those of the page
      const locale = format === 'csv' ? navigator.language : i18n.language
      const query = { format, ...(isForPeople && { locale }) }
      try {
        await (tableId === null
          ? saveFile(`cycles/${cycleId}/export`, query, file)
          : saveFile(`tables/${tableId}/export`, { cycle_id: cycleId, ...query }, file))
        say(t('saved', { name: file }))
      } catch (error) {
        say(t('failed', { name: file, why: error instanceof ApiProblem ? error.message : t('noAnswer') }))
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(cycleId) }),
  })
}
