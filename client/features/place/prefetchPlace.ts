import { cyclesQuery, emissionsQuery, modulesQuery, projectsQuery } from '#client/api/queries.ts'
import { queryClient } from '#client/api/queryClient.ts'
import { readStoredPlace } from './storedPlace.ts'

/**
 * Asks at once for what the first page will need, where this browser was last, instead of one question after the other.
 * Call with a session; a guess that turns out wrong costs nothing but the request.
 */
export async function prefetchPlace(): Promise<void> {
  const last = readStoredPlace()
  await Promise.all([
    queryClient.prefetchQuery(projectsQuery()),
    ...(last === null
      ? []
      : [
          queryClient.prefetchQuery(cyclesQuery(last.projectId)),
          queryClient.prefetchQuery(modulesQuery(last.projectId)),
          queryClient.prefetchQuery(emissionsQuery(last.cycleId)),
        ]),
  ])
}
