import { useCallback, useMemo, useState } from 'react'
import { ownPin, planColumns } from '#client/grid/columnPlan.ts'
import type { HeaderView } from '#client/grid/cells/HeaderContext.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { RowLanguage, RowView } from '#client/grid/view/RowView.ts'
import { filteredBy, type ViewState } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { ColumnMenu } from './ColumnMenu.tsx'
import { FilterPopover } from './FilterPopover.tsx'
import type { SheetView } from './useSheetView.ts'

/** The column whose menu or filter is open, and where in the window. */
interface OpenColumn {
  key: string
  place: { x: number; y: number }
  shows: 'menu' | 'filter'
}

/** What the headers show and open. */
export function useHeaderView(
  { sort, filters }: ViewState,
  t: SheetTranslate,
): { header: HeaderView; open: OpenColumn | null; setOpen: (open: OpenColumn | null) => void } {
  const [open, setOpen] = useState<OpenColumn | null>(null)
  const openMenu = useCallback((key: string, place: OpenColumn['place']) => setOpen({ key, place, shows: 'menu' }), [])
  const header = useMemo<HeaderView>(
    () => ({
      sortOf: (key) => {
        const at = sort.findIndex((one) => one.key === key)
        const found = sort[at]
        return found === undefined ? null : { descending: found.descending, place: sort.length > 1 ? at + 1 : null }
      },
      isFiltered: (key) => filters.has(key),
      openMenu,
      words: {
        menuOf: (column) => t('columnMenu', { column }),
        ascending: t('sortedAscending'),
        descending: t('sortedDescending'),
        filtered: t('filtered'),
      },
    }),
    [sort, filters, openMenu, t],
  )
  return { header, open, setOpen }
}

/** The menu of a column, and its filter. */
export function ColumnTools(props: {
  open: OpenColumn
  model: SheetModel
  rows: RowView
  language: RowLanguage
  look: SheetView
  phone: boolean
  t: SheetTranslate
  onOpen: (open: OpenColumn | null) => void
  onFitWidth: (key: string) => void
}) {
  const { open, model, look, t, onOpen } = props
  const field = model.field(open.key)
  if (field === undefined) {
    return null
  }
  const { key } = field
  const close = (): void => onOpen(null)
  return open.shows === 'menu' ? (
    <ColumnMenu
      field={field}
      fields={model.fields}
      place={open.place}
      view={look.view}
      ownPin={ownPin(planColumns(model.fields), key)}
      phone={props.phone}
      t={t}
      onChange={look.change}
      onFilter={() => onOpen({ ...open, shows: 'filter' })}
      onFitWidth={() => props.onFitWidth(key)}
      onClose={close}
    />
  ) : (
    <FilterPopover
      field={field}
      place={open.place}
      model={model}
      rows={props.rows}
      language={props.language}
      filter={look.view.filters.get(key) ?? null}
      t={t}
      onFilter={(filter) => look.change((one) => filteredBy(one, key, filter))}
      onClose={close}
    />
  )
}
