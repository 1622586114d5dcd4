import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/api/apiClient.ts'

/** Modules of a project, or tables of a module, that were taken out; for who manages it. */
export const retiredQuery = (kind: 'module' | 'table', parentId: string) =>
  queryOptions({
    queryKey: ['retired', kind, parentId],
    queryFn: ({ signal }) =>
      api.get(kind === 'module' ? `projects/${parentId}/retired_modules` : `modules/${parentId}/retired_tables`, {
        signal,
      }),
  })

/** After modules, tables or templates came, went or got other names: everything that shows them is asked for again. */
export function useStructureChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    const keys = ['projects', 'modules', 'emissions', 'sheets', 'retired', 'design', 'templates']
    await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })))
  }
}
