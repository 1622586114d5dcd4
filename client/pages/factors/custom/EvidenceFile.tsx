import { Button, FileButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CustomFactorReply } from '#shared/api/customFactors.ts'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { saveFile } from '#client/api/saveFile.ts'
import { sendFile } from '#client/api/sendFile.ts'
import { refreshFactors } from '../factorQueries.ts'
import { useCustomWords } from './words/useCustomWords.ts'

/** The file that a custom factor is from: to save it, and of a draft to attach another. */
export function EvidenceFile({ factor, custom }: { factor: FactorDetailReply; custom: CustomFactorReply }) {
  const t = useCustomWords()
  const queries = useQueryClient()
  const path = `factors/${factor.id}/evidence` as const
  const attach = useMutation({
    mutationFn: (file: File) => sendFile(path, file),
    onSuccess: () => refreshFactors(queries),
  })
  const save = useMutation({ mutationFn: (name: string) => saveFile(path, {}, name) })
  const error = attach.error ?? save.error
  return (
    <span className="custom-file">
      {custom.evidence === null ? (
        <span className="dim">{t('noFile')}</span>
      ) : (
        <button type="button" className="link" onClick={() => save.mutate(custom.evidence?.name ?? '')}>
          <bdi>{custom.evidence.name}</bdi>
        </button>
      )}
      {custom.actions.includes('edit') && (
        <FileButton onChange={(file) => file !== null && attach.mutate(file)}>
          {(props) => (
            <Button {...props} size="compact-xs" variant="default" loading={attach.isPending}>
              {t('attach')}
            </Button>
          )}
        </FileButton>
      )}
      {error !== null && (
        <span className="bad" role="alert">
          {error instanceof ApiProblem ? error.message : t('notSent')}
        </span>
      )}
    </span>
  )
}
