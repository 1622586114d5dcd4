import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { RowFilter } from '#client/grid/model/SheetModel.ts'
import { decodeView, encodeView, MAX_CODE_LENGTH } from '#client/grid/view/viewCode.ts'
import { onlyColumns, PLAIN_VIEW, type ViewState } from '#client/grid/view/viewState.ts'
import { keepView, readKeptView } from './keptView.ts'

const PARAMETER = 'view'
const ROW_PARAMETERS: Readonly<Record<keyof RowFilter, string>> = {
  site: 'site',
  month: 'month',
  incomplete: 'incomplete',
}

export type ViewChange = (view: ViewState) => ViewState

/** The view of a sheet, and how to change it. */
export interface SheetView {
  view: ViewState
  change: (change: ViewChange) => void
  /** Takes back one thing that the address asks for besides the view. */
  dropFilter: (part: keyof RowFilter) => void
  /** All rows again; the order of rows and the columns stay. */
  showAllRows: () => void
}

/** What is wrong with the view of the address; it is told and the sheet is shown without. */
type Complaint = 'viewBroken' | 'viewTooLong'

/**
 * The view that the address names, or the last one of this table on this device. Every change goes into the address, in
 * place of the one before. A link to certain rows (`?site=`, `?row=`) is followed without what was filtered here last.
 */
export function useSheetView(
  { id: tableId, fields }: SheetReply['table'],
  complain: (of: Complaint) => void,
): SheetView {
  const [search, setSearch] = useSearchParams()
  const [start] = useState(() => startOf(search, tableId, new Set(fields.map(({ key }) => key))))
  const [view, setView] = useState(start.view)
  const latest = useRef(view)

  const write = useCallback(
    (next: ViewState, without: readonly string[]) => {
      const code = encodeView(next)
      setSearch(
        (params) => {
          without.forEach((name) => params.delete(name))
          params.delete(PARAMETER)
          if (code !== '' && code.length <= MAX_CODE_LENGTH) {
            params.set(PARAMETER, code)
          }
          return params
        },
        { replace: true },
      )
      if (code.length > MAX_CODE_LENGTH) {
        complain('viewTooLong')
      }
    },
    [setSearch, complain],
  )
  const change = useCallback(
    (by: ViewChange, without: readonly string[] = []) => {
      const next = by(latest.current)
      latest.current = next
      setView(next)
      keepView(tableId, next)
      write(next, without)
    },
    [tableId, write],
  )
  const begin = useEffectEvent(() => {
    if ((search.get(PARAMETER) ?? '') !== encodeView(start.view)) {
      write(start.view, [])
    }
    if (start.isBroken) {
      complain('viewBroken')
    }
  })
  useEffect(() => begin(), [])

  return {
    view,
    change,
    dropFilter: (part) => change((one) => one, [ROW_PARAMETERS[part]]),
    showAllRows: () => change((one) => ({ ...one, filters: new Map(), search: '' }), Object.values(ROW_PARAMETERS)),
  }
}

function startOf(
  search: URLSearchParams,
  tableId: string,
  keys: ReadonlySet<string>,
): { view: ViewState; isBroken: boolean } {
  const code = search.get(PARAMETER)
  const named = code === null ? null : decodeView(code)
  const isBroken = code !== null && named === null
  const kept = onlyColumns(named ?? readKeptView(tableId) ?? PLAIN_VIEW, keys)
  const pointsAtRows = [...Object.values(ROW_PARAMETERS), 'row'].some((name) => search.has(name))
  return { view: named === null && pointsAtRows ? { ...kept, filters: new Map(), search: '' } : kept, isBroken }
}
