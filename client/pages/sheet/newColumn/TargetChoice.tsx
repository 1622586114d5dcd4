import { NativeSelect } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'
import { modulesQuery, tablesQuery } from '#client/api/queries.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

export interface ChosenTarget {
  table_id: string
  field_id: string
}

/** Which table a reference points at, and which of its columns is shown. */
export function TargetChoice(props: {
  projectId: string
  target: ChosenTarget | null
  error: string | undefined
  t: SheetTranslate
  onChange: (target: ChosenTarget | null) => void
}) {
  const { projectId, target, error, t, onChange } = props
  const modules = useQuery(modulesQuery(projectId)).data ?? []
  const tables = useQueries({
    queries: modules.map(({ id }) => tablesQuery(id)),
    combine: (found) => found.flatMap(({ data = [] }) => data),
  })
  const tableId = target?.table_id ?? ''
  const chosen = useQuery({
    queryKey: ['tables', tableId],
    enabled: tableId !== '',
    staleTime: 0, // a column may have come a moment ago
    queryFn: ({ signal }) => api.get(`tables/${tableId}`, { signal }),
  })
  const texts = (chosen.data?.fields ?? []).filter(({ type }) => type === 'text')
  const isEmpty = chosen.data !== undefined && texts.length === 0
  const groups = modules.map(({ id, name }) => ({
    group: name,
    items: tables.filter(({ module_id }) => module_id === id).map((table) => ({ value: table.id, label: table.name })),
  }))
  return (
    <>
      <NativeSelect
        label={t('newColumnTable')}
        description={t('newColumnTableHint')}
        value={tableId}
        error={tableId === '' ? error : undefined}
        data={[{ value: '', label: '' }, ...groups.filter(({ items }) => items.length > 0)]}
        onChange={({ currentTarget: { value } }) => onChange(value === '' ? null : { table_id: value, field_id: '' })}
      />
      {tableId !== '' && (
        <NativeSelect
          label={t('newColumnShows')}
          description={t('newColumnShowsHint')}
          value={target?.field_id ?? ''}
          error={isEmpty ? t('newColumnNoTexts') : error}
          data={[{ value: '', label: '' }, ...texts.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={({ currentTarget: { value } }) => onChange({ table_id: tableId, field_id: value })}
        />
      )}
    </>
  )
}
