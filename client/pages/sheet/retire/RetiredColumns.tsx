import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { RetiredFieldReply } from '#shared/api/tables.ts'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import './retire.css'

/** The columns that were taken out of a table, and the way back. Nothing when there are none. */
export function RetiredColumns({
  tableId,
  t,
  onBack,
}: {
  tableId: string
  t: SheetTranslate
  onBack: (column: RetiredFieldReply) => void
}) {
  const path = `tables/${tableId}/fields` as const
  const { data } = useQuery({
    queryKey: ['retired-columns', tableId],
    queryFn: ({ signal }) => api.get(path, { signal }),
    gcTime: 0,
  })
  const bringBack = useMutation({
    mutationFn: ({ id }: RetiredFieldReply) => api.post(`${path}/${id}/restore`),
    onSuccess: (_, column) => onBack(column),
  })
  const retired = data?.retired ?? []
  return retired.length === 0 ? null : (
    <section className="retired" aria-label={t('retiredTitle')}>
      <h3>{t('retiredTitle')}</h3>
      <ul>
        {retired.map((field) => (
          <li key={field.id}>
            <bdi className="ell">{field.name}</bdi>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('bringBackColumn', { column: field.name })}
              loading={bringBack.isPending && bringBack.variables.id === field.id}
              onClick={() => bringBack.mutate(field)}
            >
              {t('bringBack')}
            </Button>
          </li>
        ))}
      </ul>
      {bringBack.isError && (
        <p role="alert" className="bad">
          {t('rulesFailed', { why: reasonsOf(bringBack.error).join(' ') })}
        </p>
      )}
    </section>
  )
}
