import type { CommitImportBody, ImportReply } from '#shared/api/imports.ts'
import { api } from '#client/api/apiClient.ts'
import { type Change, useChange } from '#client/features/changing/useChange.ts'
import { useQueryClient } from '@tanstack/react-query'
import { refreshImport, showImport } from './importQueries.ts'

/** Lets an import go on, or ends what works on it. */
export function useImportStep(
  { id }: Pick<ImportReply, 'id'>,
  step: 'commit' | 'cancel' | 'revert',
  { body, onDone = () => undefined }: { body?: CommitImportBody; onDone?: () => void } = {},
): Change {
  const queries = useQueryClient()
  return useChange({
    send: () => api.post<ImportReply>(`imports/${id}/${step}`, body),
    refresh: (now) => refreshImport(now, id),
    onDone(reply) {
      void showImport(queries, reply)
      onDone()
    },
  })
}
