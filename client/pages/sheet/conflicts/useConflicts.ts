import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { ConflictReply } from '#shared/api/conflicts.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'
import { api } from '#client/api/apiClient.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'

export interface Conflicts {
  /** Those in which the value that was kept still stands, newest first. */
  open: readonly ConflictReply[]
  /** Leaves the value that stands. */
  keep: (conflict: ConflictReply) => void
  /** Writes the value that did not stand. */
  take: (conflict: ConflictReply) => void
}

/** The cells of this sheet that the user and somebody else wrote without seeing each other. */
export function useConflicts(session: SheetSession, model: SheetModel): Conflicts {
  const client = useQueryClient()
  const { table_id, cycle_id } = session.description
  const found = useQuery({
    queryKey: ['conflicts', table_id, cycle_id],
    queryFn: ({ signal }) => api.get('conflicts', { query: { table_id, cycle_id }, signal }),
  })
  useEffect(
    () => session.onConflicts(() => void client.invalidateQueries({ queryKey: ['conflicts', table_id, cycle_id] })),
    [session, client, table_id, cycle_id],
  )
  const settle = useMutation({
    mutationFn: (conflict: ConflictReply) => api.post(`conflicts/${conflict.id}/settle`),
    onSettled: () => client.invalidateQueries({ queryKey: ['conflicts', table_id, cycle_id] }),
  })
  const open = (found.data?.data ?? []).filter(
    ({ row_id, field, kept }) => model.field(field) !== undefined && isSameValue(model.value(row_id, field), kept),
  )
  return {
    open,
    keep: (conflict) => settle.mutate(conflict),
    take: (conflict) => {
      const ordinal = model.field(conflict.field)?.ordinal
      if (ordinal !== undefined) {
        session.editing.apply({ writes: [{ row: conflict.row_id, ordinal, value: conflict.lost }] })
        settle.mutate(conflict)
      }
    },
  }
}

/** The cells that are contested, as `row:ordinal`; the same set while nothing changed. */
export function useContested({ open }: Conflicts, model: SheetModel): ReadonlySet<string> {
  const cells = open.map(({ row_id, field }) => `${row_id}:${model.field(field)?.ordinal ?? ''}`).join(' ')
  return useMemo(() => new Set(cells === '' ? [] : cells.split(' ')), [cells])
}
