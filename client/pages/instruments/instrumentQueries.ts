import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { allPages, api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

/** Both sides of scope 2, site by site. Below the key of the totals, so that it follows edits as they do. */
export const scope2Query = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'scope-2'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/scope_2`, { signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === cycleId ? previous : undefined),
  })

/** All of them by name. Whoever allocates one changes the totals of a cycle, so it follows those of the cycle on screen. */
export const instrumentsQuery = (cycleId: string) =>
  queryOptions({
    queryKey: [...emissionsKey(cycleId), 'instruments'],
    queryFn: ({ signal }) => allPages('instruments', signal),
  })

/** After an instrument or an allocation was changed: everything that shows one, in every cycle. */
export const refreshInstruments = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: ['emissions'] })
