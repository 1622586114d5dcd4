import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ExportFormat, ImportTemplateQuery } from '#shared/api/exports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { saveFile, saveFileOf } from '#client/api/saveFile.ts'
import { isExportsKey } from './exportsQuery.ts'
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

/** What a file is of: a table in a cycle, all tables of a cycle, or those of all cycles of a project. */
export type Exported = {
  /** Of the file, without its ending. */
  name: string
} & (
  | {
      kind: 'table'
      tableId: string
      cycleId: string
      /** Only what this shows; null: everything. */ view: ShownView | null
    }
  | { kind: 'cycle'; cycleId: string }
  | { kind: 'project'; projectId: string }
)

/** The file of a sheet, or of what a view shows of it; `viewName` where the view has none. */
export function exportedSheet(sheet: SheetReply, view: ShownView | null, viewName: string): Exported {
  const { table_id: tableId, cycle_id: cycleId, table, cycle } = sheet
  const named = view === null ? null : { ...view, name: view.name ?? viewName }
  const name = [table.name, cycle.name, ...(named === null ? [] : [named.name])].join(' ')
  return { kind: 'table', tableId, cycleId, view: named, name }
}

/** One entry of the menu. */
export interface ExportChoice {
  format: ExportFormat
  /** As spreadsheets of the reader's language read it, not as programs do. */
  isForPeople: boolean
}

/** Saves a file; `say` hears that it is being made, that it is there, or why it is not. */
export function useExport(of: Exported, say: (text: string) => void) {
  const save = useTold(say)
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ format, isForPeople }: ExportChoice) => {
      const isArchive = of.kind === 'project' || (of.kind === 'cycle' && format === 'csv')
      const file = `${of.name}.${isArchive ? 'zip' : format}`
      const asked = { format, ...(isForPeople && { locale: localeOf(format, i18n.language) }) }
      return save(file, () => saveExport(of, asked, file))
    },
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey }) => isExportsKey(queryKey) }),
  })
}

function saveExport(of: Exported, asked: { format: ExportFormat; locale?: string }, file: string): Promise<void> {
  switch (of.kind) {
    case 'project':
      return saveFile(`projects/${of.projectId}/export`, asked, file)
    case 'cycle':
      return saveFile(`cycles/${of.cycleId}/export`, asked, file)
    case 'table': {
      const query = { cycle_id: of.cycleId, ...asked }
      const path = `tables/${of.tableId}/export` as const
      return of.view === null
        ? saveFile(path, query, file)
        : saveFileOf(path, { ...query, name: of.view.name, ...of.view.read() }, file)
    }
    default:
      return assertNever(of)
  }
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
