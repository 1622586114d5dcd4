import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportRowReply } from '#shared/api/imports.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { type CellWords, formatCell } from '#shared/cells/formatCell.ts'
import { useImportWords } from './words/useImportWords.ts'

/** Shows a value as the sheet does; what it points at by its name. Nothing is a word. */
export type ShowValue = (field: FieldReply, value: CellValue | undefined, labels?: ImportRowReply['labels']) => string

/** The same in the language of the page. */
export function useShownValue(): ShowValue {
  const t = useImportWords()
  const { i18n } = useTranslation()
  return useMemo(() => {
    const month = new Intl.DateTimeFormat(i18n.language, { month: 'short', timeZone: 'UTC' })
    const words: CellWords = {
      months: Array.from({ length: 12 }, (_, at) => month.format(Date.UTC(2025, at))),
      yes: t('yes'),
      no: t('no'),
    }
    return (field, value = null, labels = {}) => {
      const label = typeof value === 'string' ? labels[field.id]?.[value] : undefined
      return label ?? (formatCell(field, value, words) || t('nothing'))
    }
  }, [i18n.language, t])
}
