import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { SheetViewsReply } from '#shared/api/sheetViews.ts'
import { decodeFolds, encodeFolds } from '#client/grid/groups/foldCode.ts'
import type { Folds } from '#client/grid/groups/Folds.ts'
import type { RowFilter } from '#client/grid/model/SheetModel.ts'
import { decodeView, encodeView, MAX_CODE_LENGTH, PLAIN_CODE } from '#client/grid/view/viewCode.ts'
import { ofDefinition } from '#client/grid/view/viewDefinition.ts'
import { onlyColumns, PLAIN_VIEW, type ViewState } from '#client/grid/view/viewState.ts'
import { keepView, readKeptView, type KeptView } from './keptView.ts'

const PARAMETER = 'view'
const SAVED_PARAMETER = 'saved'
const CLOSED_PARAMETER = 'closed'
const ROW_PARAMETERS: Readonly<Record<keyof RowFilter, string>> = {
  site: 'site',
  month: 'month',
  incomplete: 'incomplete',
  errors: 'errors',
}

export type ViewChange = (view: ViewState) => ViewState

/** The view of a sheet, and how to change it. */
export interface SheetView {
  view: ViewState
  /** Id of the saved view that it began as; null: none. */
  savedId: string | null
  /** Which groups are closed. The address says so, too. */
  folds: Folds
  change: (change: ViewChange) => void
  /** Another view as a whole, and the saved one that it is. */
  show: (view: ViewState, savedId: string | null) => void
  /** Takes back one thing that the address asks for besides the view. */
  dropFilter: (part: keyof RowFilter) => void
  /** All rows again; the order of rows and the columns stay. */
  showAllRows: () => void
}

/** What is wrong with the view of the address; it is told and the sheet is shown without. */
type Complaint = 'viewBroken' | 'viewTooLong'

/**
 * The view that the address names, or the one that this person has chosen to begin with, or the last one of this table on
 * this device, or the one that everybody begins with. Every change goes into the address, in place of the one before. A link
 * to certain rows (`?site=`, `?row=`) is followed without what was filtered here last.
 */
export function useSheetView(
  { id: tableId, fields }: SheetReply['table'],
  /** Null: not known now. */
  saved: SheetViewsReply | null,
  complain: (of: Complaint) => void,
): SheetView {
  const [search, setSearch] = useSearchParams()
  const [start] = useState(() => startOf(search, tableId, new Set(fields.map(({ key }) => key)), saved))
  const [{ view, savedId }, setView] = useState<KeptView>(start)
  const latest = useRef<KeptView>(start)
  const [folds] = useState(() => decodeFolds(search.get(CLOSED_PARAMETER), start.view.groups))

  const write = useCallback(
    (next: KeptView, without: readonly string[]) => {
      const code = addressOf(next)
      const closed = encodeFolds(folds, next.view.groups)
      setSearch(
        (params) => {
          without.forEach((name) => params.delete(name))
          params.delete(PARAMETER)
          params.delete(SAVED_PARAMETER)
          params.delete(CLOSED_PARAMETER)
          if (closed !== '') {
            params.set(CLOSED_PARAMETER, closed)
          }
          if (code !== '' && code.length <= MAX_CODE_LENGTH) {
            params.set(PARAMETER, code)
          }
          if (next.savedId !== null) {
            params.set(SAVED_PARAMETER, next.savedId)
          }
          return params
        },
        { replace: true },
      )
      if (code.length > MAX_CODE_LENGTH) {
        complain('viewTooLong')
      }
    },
    [setSearch, complain, folds],
  )
  const take = useCallback(
    (next: KeptView, without: readonly string[] = []) => {
      latest.current = next
      setView(next)
      keepView(tableId, next)
      write(next, without)
    },
    [tableId, write],
  )
  const change = useCallback(
    (by: ViewChange, without: readonly string[] = []) =>
      take({ ...latest.current, view: by(latest.current.view) }, without),
    [take],
  )
  const show = useCallback((next: ViewState, id: string | null) => take({ view: next, savedId: id }), [take])
  const begin = useEffectEvent(() => {
    if ((search.get(PARAMETER) ?? '') !== addressOf(start) || search.get(SAVED_PARAMETER) !== start.savedId) {
      write(start, [])
    }
    if (start.isBroken) {
      complain('viewBroken')
    }
  })
  useEffect(() => begin(), [])
  const folded = useEffectEvent(() => write(latest.current, []))
  useEffect(() => folds.onChange(() => folded()), [folds])

  return {
    view,
    savedId,
    folds,
    change,
    show,
    dropFilter: (part) => change((one) => one, [ROW_PARAMETERS[part]]),
    showAllRows: () =>
      change((one) => ({ ...one, filters: new Map(), changed: null, search: '' }), Object.values(ROW_PARAMETERS)),
  }
}

/** A saved view from which everything was taken away again is not the saved one: the address says so. */
function addressOf({ view, savedId }: KeptView): string {
  const code = encodeView(view)
  return code === '' && savedId !== null ? PLAIN_CODE : code
}

function startOf(
  search: URLSearchParams,
  tableId: string,
  keys: ReadonlySet<string>,
  saved: SheetViewsReply | null,
): KeptView & { isBroken: boolean } {
  const code = search.get(PARAMETER)
  const named = code === null ? null : decodeView(code)
  const isBroken = code !== null && named === null
  const savedAs = (id: string | null | undefined): KeptView | null => {
    const found = saved?.data.find((one) => one.id === id)
    return found === undefined ? null : { view: ofDefinition(found.definition), savedId: found.id }
  }
  const wanted = search.get(SAVED_PARAMETER)
  const begun: KeptView = (named === null
    ? (savedAs(wanted) ?? savedAs(saved?.my_default) ?? readKeptView(tableId) ?? savedAs(saved?.table_default))
    : { view: named, savedId: wanted }) ?? { view: PLAIN_VIEW, savedId: null }
  const kept = onlyColumns(begun.view, keys)
  const pointsAtRows = [...Object.values(ROW_PARAMETERS), 'row'].some((name) => search.has(name))
  const view = named === null && pointsAtRows ? { ...kept, filters: new Map(), changed: null, search: '' } : kept
  return { view, savedId: begun.savedId, isBroken }
}
