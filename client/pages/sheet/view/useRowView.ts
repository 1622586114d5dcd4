import { useCallback, useEffect, useMemo } from 'react'
import { useDeferredVersion } from '#client/components/useDeferredVersion.ts'
import { useDelayed } from '#client/components/useDelayed.ts'
import { phoneColumns, planColumns } from '#client/grid/columnPlan.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { RowFilter, SheetModel } from '#client/grid/model/SheetModel.ts'
import { type RowCriteria, RowView, type RowLanguage } from '#client/grid/view/RowView.ts'
import { prepareSort } from '#client/grid/view/sortRows.ts'
import { usePreparedRows, type RowPlan } from './usePreparedRows.ts'
import type { SheetView } from './useSheetView.ts'

/** How texts are compared and shown in the language of the page. */
export function useRowLanguage(language: string, words: ColumnWords): RowLanguage {
  return useMemo(() => ({ collator: new Intl.Collator(language, { numeric: true }), words }), [language, words])
}

/** Other rows are being put in order, for longer than one likes to wait without a word. */
export interface Waiting {
  /** Back to the view whose rows are on display. */
  cancel: () => void
}

/** So many rows are sorted and filtered within a frame. */
const QUICK_ROWS = 5000

/**
 * The rows of the sheet under a view; another object when other rows or another order are asked for. `waiting`: those are
 * still on their way.
 */
export function useRowView(
  model: SheetModel,
  asked: {
    filter: RowFilter | null
    look: Pick<SheetView, 'view' | 'change' | 'folds'>
    phone: boolean
    only: ReadonlySet<string> | null
  },
  language: RowLanguage,
): { rows: RowView; waiting: Waiting | null } {
  const { filter, look, phone, only } = asked
  const { view, change, folds } = look
  const { sort, groups: keys, filters, changed, search: text, hidden } = view
  const search = useMemo(() => {
    if (text === '') {
      return null
    }
    const shown = phone ? phoneColumns(planColumns(model.fields)) : null
    const keys = model.fields.map(({ key }) => key)
    return { text, keys: keys.filter((key) => (shown === null ? !hidden.includes(key) : shown.has(key))) }
  }, [model, text, hidden, phone])
  const plan = useMemo<RowPlan>(() => {
    const criteria: RowCriteria = { filter, sort, groups: { keys, folds }, filters, only, search }
    return {
      model,
      view: { sort, groups: keys, filters, changed, search: text },
      isLarge: model.rowCount() > QUICK_ROWS,
      prepare: () => prepareSort(model, sort, language.collator),
      make: () => new RowView(model, criteria, language),
      makeInSteps: () => RowView.inSteps(model, criteria, language),
    }
  }, [model, filter, sort, keys, folds, filters, changed, only, text, search, language])
  const { rows, plan: shown } = usePreparedRows(plan)
  useEffect(() => rows.follow(), [rows])
  useDeferredVersion(rows.onChange, rows.version)
  const isLate = useDelayed(shown !== plan)
  const cancel = useCallback(() => change((one) => ({ ...one, ...shown.view })), [change, shown])
  return { rows, waiting: isLate ? { cancel } : null }
}
