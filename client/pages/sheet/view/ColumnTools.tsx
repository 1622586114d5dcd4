import { useCallback, useEffect, useMemo, useRef, useState, type Dispatch, type SetStateAction } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { ownPin, planColumns } from '#client/grid/columnPlan.ts'
import type { HeaderView } from '#client/grid/cells/HeaderContext.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { RowLanguage, RowView } from '#client/grid/view/RowView.ts'
import { filteredBy, type ViewState } from '#client/grid/view/viewState.ts'
import { useMayInModule } from '#client/permissions/ability.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { NewColumnDialog } from '../newColumn/NewColumnDialog.tsx'
import { RetireDialog } from '../retire/RetireDialog.tsx'
import { RulesDialog } from '../rules/RulesDialog.tsx'
import { ColumnMenu, type ColumnDesign } from './ColumnMenu.tsx'
import { FilterPopover } from './FilterPopover.tsx'
import type { SheetView } from './useSheetView.ts'

/** The column at which something is open, and where in the window. */
interface OpenColumn {
  key: string
  place: { x: number; y: number }
  shows: 'menu' | 'filter' | ColumnDesign
}

type SetOpen = Dispatch<SetStateAction<OpenColumn | null>>

/** What the headers show and open. `focusGrid`: for when what had the keyboard has gone while a menu was open. */
export function useHeaderView(
  { sort, filters }: ViewState,
  focusGrid: () => void,
  t: SheetTranslate,
): { header: HeaderView; open: OpenColumn | null; setOpen: SetOpen } {
  const [open, setOpen] = useState<OpenColumn | null>(null)
  const opener = useRef<Element | null>(null)
  const openMenu = useCallback((key: string, place: OpenColumn['place']) => {
    opener.current = document.activeElement
    setOpen({ key, place, shows: 'menu' })
  }, [])
  useEffect(() => {
    const from = opener.current
    if (open === null && from !== null && document.activeElement === document.body) {
      if (from instanceof HTMLElement && from !== document.body && from.isConnected) {
        from.focus({ preventScroll: true })
      } else {
        focusGrid()
      }
    }
  }, [open, focusGrid])
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

/** The menu of a column, and what it opens. */
export function ColumnTools(props: {
  open: OpenColumn
  description: SheetReply
  model: SheetModel
  rows: RowView
  language: RowLanguage
  look: SheetView
  phone: boolean
  t: SheetTranslate
  say: (text: string) => void
  onOpen: SetOpen
  onFitWidth: (key: string) => void
  onAdded: (key: string) => void
}) {
  const { open, description, model, look, t, onOpen } = props
  const mayManage = useMayInModule(description.module, 'manage', 'Table')
  const field = model.field(open.key)
  if (field === undefined) {
    return null
  }
  const { key } = field
  if (open.shows === 'rules') {
    return <RulesDialog description={description} field={field} t={t} onClose={() => onOpen(null)} />
  }
  if (open.shows === 'retire') {
    return (
      <RetireDialog
        tableId={description.table_id}
        field={field}
        t={t}
        onRetired={() => props.say(t('retired', { column: field.name }))}
        onClose={() => onOpen(null)}
      />
    )
  }
  if (open.shows === 'new-column') {
    return (
      <NewColumnDialog
        description={description}
        behind={field}
        t={t}
        onAdded={({ key: added, name }) => {
          props.say(t('newColumnAdded', { column: name }))
          props.onAdded(added)
        }}
        onClose={() => onOpen(null)}
      />
    )
  }
  return open.shows === 'menu' ? (
    <ColumnMenu
      field={field}
      fields={model.fields}
      model={model}
      place={open.place}
      view={look.view}
      ownPin={ownPin(planColumns(model.fields), key)}
      phone={props.phone}
      t={t}
      onChange={look.change}
      onFilter={() => onOpen({ ...open, shows: 'filter' })}
      designer={`/sheets/${description.table_id}/${description.cycle_id}/fields?field=${field.id}`}
      onDesign={mayManage ? (shows) => onOpen({ ...open, shows }) : null}
      onFitWidth={() => props.onFitWidth(key)}
      // After an item was chosen the menu closes too; when that opened the filter, the filter stays.
      onClose={() => onOpen((now) => (now?.shows === 'menu' ? null : now))}
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
      onClose={() => onOpen(null)}
    />
  )
}
