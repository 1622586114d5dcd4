import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SheetViewReply } from '#shared/api/sheetViews.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { api } from '#client/api/apiClient.ts'
import { isSameView, ofDefinition, toDefinition } from '#client/grid/view/viewDefinition.ts'
import { onlyColumns, PLAIN_VIEW, type ViewState } from '#client/grid/view/viewState.ts'
import { useMayInModule } from '#client/permissions/ability.tsx'
import type { SheetView } from '../view/useSheetView.ts'
import { savedViewsQuery } from './savedViewsQuery.ts'

/** What can be done to the saved views; each throws ApiProblem. */
export type ViewAction =
  | { kind: 'add'; name: string; shared: boolean }
  | { kind: 'save'; of: SheetViewReply }
  | { kind: 'rename'; of: SheetViewReply; name: string }
  | { kind: 'delete'; of: SheetViewReply }
  | { kind: 'begin'; of: SheetViewReply | null; whose: 'me' | 'everybody' }

export interface SavedViews {
  all: readonly SheetViewReply[]
  /** The one that is on screen, changed or not. */
  current: SheetViewReply | null
  /** What is on screen is saved nowhere. */
  isChanged: boolean
  myDefault: string | null
  tableDefault: string | null
  mayShare: boolean
  mayChange: (view: SheetViewReply) => boolean
  /** Shows a saved view; null: the plain one. */
  open: (view: SheetViewReply | null) => void
  refresh: () => void
  act: (action: ViewAction) => Promise<void>
}

/** The saved views of the table, and which of them is on screen. */
export function useSavedViews({ table, table_id: tableId, module }: SheetReply, look: SheetView): SavedViews {
  const query = savedViewsQuery(tableId)
  const { data, refetch } = useQuery(query)
  const client = useQueryClient()
  const mayShare = useMayInModule(module, 'manage', 'SheetView', { isShared: true })
  const all = data?.data ?? NONE
  const current = all.find(({ id }) => id === look.savedId) ?? null
  const saved = useMemo(() => {
    const keys = new Set(table.fields.map(({ key }) => key))
    return (view: SheetViewReply): ViewState => onlyColumns(ofDefinition(view.definition), keys)
  }, [table])
  const isChanged = useMemo(
    () => !isSameView(look.view, current === null ? PLAIN_VIEW : saved(current)),
    [look.view, current, saved],
  )
  const { mutateAsync } = useMutation({
    mutationFn: (action: ViewAction) => send(tableId, look.view, action),
    async onSuccess(added, action) {
      await client.invalidateQueries({ queryKey: query.queryKey })
      if (added !== null) {
        look.show(look.view, added.id)
      } else if (action.kind === 'delete' && action.of.id === look.savedId) {
        look.show(look.view, null)
      }
    },
  })
  return {
    all,
    current,
    isChanged,
    myDefault: data?.my_default ?? null,
    tableDefault: data?.table_default ?? null,
    mayShare,
    mayChange: (view) => !view.shared || mayShare,
    open: (view) => look.show(view === null ? PLAIN_VIEW : saved(view), view?.id ?? null),
    refresh: () => void refetch(),
    act: async (action) => {
      await mutateAsync(action)
    },
  }
}

const NONE: readonly SheetViewReply[] = []

/** The view that was added; null for everything else. */
async function send(tableId: string, view: ViewState, action: ViewAction): Promise<SheetViewReply | null> {
  const path = `tables/${tableId}/views` as const
  switch (action.kind) {
    case 'add': {
      const { name, shared } = action
      return api.post(path, { name, shared, definition: toDefinition(view) })
    }
    case 'save':
      await api.patch(`${path}/${action.of.id}`, { definition: toDefinition(view) })
      return null
    case 'rename':
      await api.patch(`${path}/${action.of.id}`, { name: action.name })
      return null
    case 'delete':
      await api.del(`${path}/${action.of.id}`)
      return null
    case 'begin':
      await api.post(`tables/${tableId}/default_view`, { view_id: action.of?.id ?? null, for: action.whose })
      return null
  }
}
