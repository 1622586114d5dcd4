import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { allPages } from '#client/api/apiClient.ts'

/** Keys that this person may see, newest first. Programs use them meanwhile: what is shown again is asked for again. */
export const keysQuery = () =>
  queryOptions({
    queryKey: ['api_keys'],
    queryFn: ({ signal }) => allPages('api_keys', signal),
    staleTime: 0,
  })

/** For administrators of the company. */
export const accountsQuery = () =>
  queryOptions({
    queryKey: ['service_accounts'],
    queryFn: ({ signal }) => allPages('service_accounts', signal),
  })

export const refreshKeys = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: keysQuery().queryKey })

/** A service account goes with its keys, and people list it as a member. */
export async function refreshAccounts(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: accountsQuery().queryKey }),
    queries.invalidateQueries({ queryKey: ['users'] }),
    refreshKeys(queries),
  ])
}
