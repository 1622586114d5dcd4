import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { SheetReply } from '#shared/api/sheets.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { uploadFile } from '#client/api/uploadFile.ts'
import { importsPath } from '#client/features/imports/useBringFile.ts'
import { showImport } from './importQueries.ts'
import { useImportWords } from './words/useImportWords.ts'

/** Sends a file to a sheet and goes on to what became of it. */
export function useSendImport(sheet: SheetReply) {
  const { table_id: tableId, cycle_id: cycleId } = sheet
  const t = useImportWords()
  const queries = useQueryClient()
  const go = useNavigate()
  const abort = useRef<AbortController | null>(null)
  const [part, setPart] = useState(0)
  const [refused, setRefused] = useState<string | null>(null)
  const sent = useMutation({
    async mutationFn(file: File) {
      const controller = new AbortController()
      abort.current = controller
      setPart(0)
      setRefused(null)
      try {
        return await uploadFile({
          path: `tables/${tableId}/imports`,
          query: { cycle_id: cycleId, name: file.name },
          file,
          onProgress: setPart,
          signal: controller.signal,
        })
      } catch (error) {
        if (controller.signal.aborted) {
          return null
        }
        throw error
      }
    },
    async onSuccess(found) {
      if (found !== null) {
        await showImport(queries, found)
        void go(`${importsPath(sheet)}/${found.id}`)
      }
    },
  })
  const { error } = sent
  const reasons =
    refused !== null
      ? [refused]
      : error === null
        ? []
        : error instanceof ApiProblem && error.code !== 'network'
          ? reasonsOf(error)
          : [t('notSent')]
  return {
    send: sent.mutate,
    cancel: () => abort.current?.abort(),
    /** Null: nothing is on its way. */
    sending: sent.isPending ? { name: sent.variables.name, part } : null,
    reasons,
    refuse: setRefused,
  }
}
