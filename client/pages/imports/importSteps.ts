import type { CommitImportBody, ImportReply } from '#shared/api/imports.ts'
import { api } from '#client/api/apiClient.ts'
import { type Change, useChange } from '#client/features/changing/useChange.ts'
import { useQueryClient } from '@tanstack/react-query'
import { refreshImport, showImport } from './importQueries.ts'

type Import = Pick<ImportReply, 'id'>

/** Writes what was shown. */
export const useCommit = ({ id }: Import, shown: CommitImportBody): Change =>
  useStep(id, () => api.post(`imports/${id}/commit`, shown))

/** Ends what works on an import, or takes back what it wrote. */
export const useImportEnd = ({ id }: Import, how: 'cancel' | 'revert', onDone?: () => void): Change =>
  useStep(id, () => api.post(`imports/${id}/${how}`), onDone)

function useStep(id: string, send: () => Promise<ImportReply>, onDone?: () => void): Change {
  const queries = useQueryClient()
  return useChange({
    send,
    refresh: (now) => refreshImport(now, id),
    onDone(reply) {
      void showImport(queries, reply)
      onDone?.()
    },
  })
}
