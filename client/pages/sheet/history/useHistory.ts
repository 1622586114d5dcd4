import { useCallback, useMemo } from 'react'
import { meantNow } from '#client/sync/formerMeaning.ts'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { GestureRunner } from '#client/grid/running/GestureRunner.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetAccess, SheetSession } from '#client/sync/SheetSession.ts'
import { DELETED } from '#collab/schema/layout.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import { planValues, type PresentSheet, type RestorePlan } from './restore.ts'
import { useTimeTravel, type TimeTravel } from './useTimeTravel.ts'

export interface SheetHistory {
  travel: TimeTravel
  /** The sheet on screen: of the chosen moment, or of now. */
  shown: SheetModel
  isPast: boolean
  /** What a cell of the past holds now, in words. */
  differs: ((row: string, key: string) => string | null) | null
  present: PresentSheet
  /** Writes a plan as one ordinary gesture, which can be undone, and says what was done. */
  restore: (plan: RestorePlan) => void
  /** Whether the cell of the past may be written in the sheet of now. */
  mayPutBack: (cell: CellRef | null) => boolean
  /** The selected cells of the past into the sheet of now. */
  putBack: (controller: GridController) => void
}

/** The history of an open sheet, and its past. */
export function useHistory(
  session: SheetSession,
  { view, model, runner }: { view: SheetAccess; model: SheetModel; runner: GestureRunner },
  { t, words, say }: { t: SheetTranslate; words: ColumnWords; say: (text: string) => void },
): SheetHistory {
  const travel = useTimeTravel(session.description, model)
  const { past, differs: difference } = travel
  const { writable } = view
  const present: PresentSheet = {
    columns: model.store,
    ordinalOf: (key) => {
      const field = model.field(key)
      return field === undefined || field.type === 'formula' ? undefined : field.ordinal
    },
    mayWrite: (ordinal) => writable.has(ordinal),
    meantNow: (field, value, at) => meantNow(session.description, { field, value, at }),
  }
  const restore = useCallback(
    (plan: RestorePlan) => {
      runner.run(session.editing.begin({ kind: 'restored', writes: plan.writes }), model, (cells) =>
        say(cells === null ? t('said_gestureCancelled') : sayRestored(plan, t)),
      )
    },
    [session, model, runner, say, t],
  )
  const differs = useMemo(
    () =>
      difference === null
        ? null
        : (row: string, key: string): string | null => {
            const found = difference(row, key)
            if (found === null || found.kind === 'row-gone') {
              return found === null ? null : t('differsRowGone')
            }
            const field = model.field(key)
            const text = field === undefined ? '' : formatCell(field, found.now, words)
            return t('differsNow', { value: text === '' ? t('empty') : text })
          },
    [difference, model, words, t],
  )
  const mayPutBack = (cell: CellRef | null): boolean => {
    const ordinal = cell === null ? undefined : present.ordinalOf(cell.key)
    return ordinal !== undefined && writable.has(ordinal)
  }
  const putBack = (controller: GridController): void => {
    if (past !== null) {
      const cells = [...controller.selection.cells()].flatMap(({ row, key }) =>
        present.ordinalOf(key) === undefined
          ? []
          : [
              {
                row,
                field: key,
                value: meantNow(session.description, { field: key, value: past.model.value(row, key), at: past.at }),
              },
            ],
      )
      restore(planValues(present, cells))
    }
  }
  return { travel, shown: past?.model ?? model, isPast: past !== null, differs, present, restore, mayPutBack, putBack }
}

/** "Put back 12 cells. 2 were changed since and stay." */
function sayRestored({ writes, refused, changedSince }: RestorePlan, t: SheetTranslate): string {
  const rows = writes.filter(({ ordinal }) => ordinal === DELETED).length
  const part = (word: SheetWord, count: number): string[] =>
    count === 0 ? [] : [t(word, { count, shown: formatNumber(count) })]
  const done = [...part('restored', writes.length - rows), ...part('restoredRows', rows)]
  return [
    ...(done.length === 0 ? [t('nothingToPutBack')] : done),
    ...part('stay', changedSince),
    ...part('notYours', refused),
  ].join(' ')
}
