import { useCallback, useMemo, useRef, useState } from 'react'
import { gasFormula } from '#client/features/emissions/gasFormula.ts'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import { planColumns } from '#client/grid/columnPlan.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import { problemText } from './problems/problemText.ts'
import { measureName } from './view/TotalItems.tsx'
import { noResult } from './words/noResult.ts'
import { useReasons } from '#client/features/suggestions/useReasons.ts'
import { targetWords } from './targets/targetWords.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** How long a sentence about the last gesture stays. */
const MESSAGE_MS = 8000

/** The sentence in the status bar, and how to say one. */
export function useMessage(): [string, (text: string) => void] {
  const [message, setMessage] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const say = useCallback((text: string) => {
    if (timer.current !== null) {
      clearTimeout(timer.current)
    }
    setMessage(text)
    timer.current = setTimeout(() => setMessage(''), MESSAGE_MS)
  }, [])
  return [message, say]
}

/** The words inside the grid. */
export function useColumnWords(t: SheetTranslate): ColumnWords {
  const why = useReasons()
  return useMemo(
    () => ({
      months: t('months').split(' '),
      yes: t('yes'),
      no: t('no'),
      files: (count) => t('evidenceFiles', { count }),
      entered: t('entered'),
      computed: t('computed'),
      result: t('result'),
      total: t('total'),
      measure: (measure, field) => measureName(measure, field, t, 'short'),
      leftOut: ({ count, empty, errors }) =>
        t('totalLeftOut', {
          count: formatNumber(count),
          all: formatNumber(count + empty + errors),
          empty: formatNumber(empty),
          errors: formatNumber(errors),
        }),
      emptyGroup: t('groupEmpty'),
      errorGroup: t('groupError'),
      groupRows: (count) => t('groupRows', { count, shown: formatNumber(count) }),
      nothingFound: t('nothingFound'),
      nameless: { gone: t('targetGone'), hidden: t('targetHidden') },
      targets: targetWords(t, why),
      removeChoice: (choice) => t('choiceRemove', { choice }),
      otherUnit: (typed, own) => t('unitOther', { typed, own }),
      calendar: {
        language: t('editorLanguage'),
        calendar: t('calendar'),
        previous: t('calendarPrevious'),
        next: t('calendarNext'),
      },
      problem: (problem, field, value) => problemText(problem, field, value, t),
      noResult: (error) => noResult(error, t),
      partial: (gases) => t('partialResult', { gases: gases.map(gasFormula).join(', ') }),
      notSaved: t('notSavedCell'),
      contested: t('contestedCell'),
    }),
    [t, why],
  )
}

/** What a row is called: its key column, and its month when it has one. */
export function nameOfRow(model: SheetModel, row: string, words: ColumnWords): string {
  const { key } = planColumns(model.fields)
  const month = model.fields.find((field) => field.role === 'month' && field !== key)
  const parts = [key, month ?? null].flatMap((field) => {
    const text = field === null ? '' : formatCell(field, model.value(row, field.key), words)
    return text === '' ? [] : [text]
  })
  return parts.join(' · ')
}

/** Gives the keyboard back to the grid. */
export function focusActiveCell(controller: GridController | null): void {
  const active = controller?.selection.active ?? null
  if (controller !== null && active !== null) {
    const { r, c } = controller.selection.position(active)
    controller.actions.focus(r, c)
  }
}

/** Tells the others which cells are chosen here. */
export function announceChoice(
  session: SheetSession,
  model: SheetModel,
  active: CellRef | null,
  head: CellRef | null,
): void {
  const place = (cell: CellRef | null) => {
    const ordinal = cell === null ? undefined : model.field(cell.key)?.ordinal
    return cell === null || ordinal === undefined ? null : { row: cell.row, ordinal }
  }
  const [from, to] = [place(active), place(head)]
  const isOne = from !== null && to !== null && from.row === to.row && from.ordinal === to.ordinal
  session.presence.choose(from, isOne || from === null || to === null ? null : { from, to })
}
