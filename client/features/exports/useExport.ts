import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ExportFormat, ImportTemplateQuery } from '#shared/api/exports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { saveFile, saveFileOf } from '#client/api/saveFile.ts'
import { exportsKey } from './exportsQuery.ts'
import { useExportWords } from './words/useExportWords.ts'

/** What somebody has before them: keys of columns and ids of rows, in their order; null: all rows as they stand. */
export interface Shown {
  fields: string[]
  rows: string[] | null
}

/** A view of a sheet as it is on screen when it is asked for. */
export interface ShownView {
  /** Of the saved view; null: it is saved nowhere. */
  name: string | null
  read: () => Shown
}

/** What a file is of: a table in a cycle, or all tables of a cycle. */
export interface Exported {
  cycleId: string
  tableId: string | null
  /** Only what this view shows; null: everything. */
  view: ShownView | null
  /** Of the file, without its ending. */
  name: string
}

/** The file of a sheet. */
export const exportedSheet = ({ table_id, cycle_id, table, cycle }: SheetReply): Exported => ({
  cycleId: cycle_id,
  tableId: table_id,
  view: null,
  name: `${table.name} ${cycle.name}`,
})

/** The file of what a view of it shows; `name` where the view has none. */
export function exportedView(sheet: SheetReply, view: ShownView, name: string): Exported {
  const whole = exportedSheet(sheet)
  const named = { ...view, name: view.name ?? name }
  return { ...whole, view: named, name: `${whole.name} ${named.name}` }
}

/** One entry of the menu. */
export interface ExportChoice {
  format: ExportFormat
  /** As spreadsheets of the reader's language read it, not as programs do. */
  isForPeople: boolean
}

/** Saves a file; `say` hears that it is being made, that it is there, or why it is not. */
export function useExport(of: Exported, say: (text: string) => void) {
  const { cycleId } = of
  const save = useTold(say)
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ format, isForPeople }: ExportChoice) => {
      const file = `${of.name}.${format === 'csv' && of.tableId === null ? 'zip' : format}`
      const asked = { format, ...(isForPeople && { locale: localeOf(format, i18n.language) }) }
      return save(file, () => saveExport(of, asked, file))
    },
    onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(cycleId) }),
  })
}

function saveExport(
  { cycleId, tableId, view }: Exported,
  asked: { format: ExportFormat; locale?: string },
  file: string,
): Promise<void> {
  if (tableId === null) {
    return saveFile(`cycles/${cycleId}/export`, asked, file)
  }
  const query = { cycle_id: cycleId, ...asked }
  return view === null
    ? saveFile(`tables/${tableId}/export`, query, file)
    : saveFileOf(`tables/${tableId}/export`, { ...query, name: view.name, ...view.read() }, file)
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

type FilePath = `cycles/${string}/reports/${string}/file` | `tables/${string}/import-template`

/** Saves a file of the API; `say` hears that it is being made, that it is there, or why it is not. */
export function useSaving(say: (text: string) => void) {
  const save = useTold(say)
  return (name: string, path: FilePath, query: Readonly<Record<string, string>>): Promise<void> =>
    save(name, () => saveFile(path, query, name))
}

function useTold(say: (text: string) => void) {
  const t = useExportWords()
  return async (name: string, save: () => Promise<void>): Promise<void> => {
    say(t('making', { name }))
    try {
      await save()
      say(t('saved', { name }))
    } catch (error) {
      say(t('failed', { name, why: error instanceof ApiProblem ? error.message : t('noAnswer') }))
    }
  }
}
