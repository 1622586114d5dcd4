import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { phoneColumns, planColumns } from '#client/grid/columnPlan.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import { Folds } from '#client/grid/groups/Folds.ts'
import type { RowFilter, SheetModel } from '#client/grid/model/SheetModel.ts'
import { RowView, type RowLanguage } from '#client/grid/view/RowView.ts'
import type { ViewState } from '#client/grid/view/viewState.ts'

/** How texts are compared and shown in the language of the page. */
export function useRowLanguage(language: string, words: ColumnWords): RowLanguage {
  return useMemo(() => ({ collator: new Intl.Collator(language, { numeric: true }), words }), [language, words])
}

/** The rows of the sheet under a view; another object when other rows or another order are asked for. */
export function useRowView(
  model: SheetModel,
  asked: { filter: RowFilter | null; view: ViewState; phone: boolean },
  language: RowLanguage,
): RowView {
  const { filter, view, phone } = asked
  const { sort, groups: keys, filters, search: text, hidden } = view
  const [folds] = useState(() => new Folds())
  const search = useMemo(() => {
    if (text === '') {
      return null
    }
    const shown = phone ? phoneColumns(planColumns(model.fields)) : null
    const keys = model.fields.map(({ key }) => key)
    return { text, keys: keys.filter((key) => (shown === null ? !hidden.includes(key) : shown.has(key))) }
  }, [model, text, hidden, phone])
  const rows = useMemo(
    () => new RowView(model, { filter, sort, groups: { keys, folds }, filters, search }, language),
    [model, filter, sort, keys, folds, filters, search, language],
  )
  useEffect(() => rows.follow(), [rows])
  useSyncExternalStore(rows.onChange, rows.version)
  return rows
}
