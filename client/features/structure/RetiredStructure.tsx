import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { retiredQuery, useStructureChanged } from './structureQueries.ts'

/** What was taken out of a project or a module, each with the way back; nothing when there is none. */
export function RetiredStructure({ kind, parentId }: { kind: 'module' | 'table'; parentId: string }) {
  const { t } = useTranslation('structure')
  const { data } = useQuery(retiredQuery(kind, parentId))
  const structureChanged = useStructureChanged()
  const back = useMutation({
    mutationFn: (id: string) => api.post(`${kind}s/${id}/restore`),
    onSuccess: structureChanged,
  })
  if (data === undefined || data.data.length === 0) {
    return null
  }
  return (
    <details className="retired-structure">
      <summary className="cap">
        {t('retired')} ({data.data.length})
      </summary>
      <ul>
        {data.data.map(({ id, name }) => (
          <li key={id} className="row">
            <bdi className="grow ell">{name}</bdi>
            <Button
              variant="subtle"
              size="compact-sm"
              loading={back.isPending && back.variables === id}
              onClick={() => back.mutate(id)}
            >
              {t('bringBack')}
            </Button>
          </li>
        ))}
      </ul>
      {back.isError && (
        <p role="alert" className="bad">
          {t('failed', { why: reasonsOf(back.error).join(' ') })}
        </p>
      )}
    </details>
  )
}
