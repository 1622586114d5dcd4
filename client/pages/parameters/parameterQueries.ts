import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import { allPages, api } from '#client/api/apiClient.ts'

const MOST_PUBLISHED = 100

/** All parameters of the company, by name. */
export const parametersQuery = () =>
  queryOptions({
    queryKey: ['parameters'],
    queryFn: ({ signal }) => allPages('parameters', signal),
  })

/** Published heating values whose name has these words. */
export const publishedQuery = (search: string) =>
  queryOptions({
    queryKey: ['parameters', 'published', search],
    queryFn: ({ signal }) =>
      api.get('parameters/published', {
        query: { limit: MOST_PUBLISHED, ...(search !== '' && { search }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })

export const refreshParameters = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: parametersQuery().queryKey })
