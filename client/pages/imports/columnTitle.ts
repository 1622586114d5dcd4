import type { FileColumn } from '#shared/api/imports.ts'
import { num } from '#client/theme/format.ts'
import type { ImportTranslate } from './words/useImportWords.ts'

/** What a column of a file is called: what stands above it, or its number. */
export const columnTitle = ({ title, column }: Pick<FileColumn, 'title' | 'column'>, t: ImportTranslate): string =>
  title ?? t('columnNumber', { n: num(column) })
