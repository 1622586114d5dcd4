import { useCallback } from 'react'
import type { Field } from '#shared/fields/field.ts'
import type { ColumnAccess, ColumnWords } from '#client/grid/columns.ts'
import type { GridEvent } from '#client/grid/GridGestures.ts'
import { groupLabel } from '#client/grid/groups/groupLabel.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { sayEvent } from './sayEvent.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

interface Sayings {
  model: SheetModel
  /** The sheet of a past moment is shown. */
  isPast: boolean
  access: (field: Field) => ColumnAccess
  rowName: (row: string) => string
  words: ColumnWords
  t: SheetTranslate
  say: (text: string) => void
}

/** Says what gestures did, and what a cell is called. */
export function useTell({ model, isPast, access, rowName, words, t, say }: Sayings): {
  nameOfCell: (cell: CellRef) => string
  tell: (event: GridEvent) => void
} {
  const nameOfCell = useCallback(
    ({ row, key }: CellRef) => [model.field(key)?.name ?? '', rowName(row)].filter((part) => part !== '').join(' · '),
    [model, rowName],
  )
  const tell = useCallback(
    (event: GridEvent) => {
      const why = (field: Field): string => (isPast ? t('pastReadOnly') : (access(field).lock ?? ''))
      const group = (head: Parameters<typeof groupLabel>[1]) => groupLabel(model, head, words)
      say(sayEvent(event, t, { why, cell: nameOfCell, group }))
    },
    [say, t, access, isPast, nameOfCell, model, words],
  )
  return { nameOfCell, tell }
}
