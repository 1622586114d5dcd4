import { queryOptions, type QueryClient } from '@tanstack/react-query'
import type { LockReply } from '#shared/api/cycles.ts'
import type { JobMoved } from '#shared/events/events.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'

/** Between two questions for a lock that is on its way, besides what is heard of it. */
const RUNNING_MS = 1500

/** The lock of a cycle that a job does. Below the key of the cycle, so that what changes the cycle asks for it again. */
export const lockQuery = (cycleId: string) =>
  queryOptions({
    queryKey: ['cycles', cycleId, 'lock'],
    queryFn: ({ signal }) => api.get(`cycles/${cycleId}/lock`, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (isOnItsWay(state.data) ? RUNNING_MS : false),
  })

const isOnItsWay = (reply: LockReply | undefined): boolean =>
  reply?.job?.state === 'queued' || reply?.job?.state === 'running'

/** After a lock began or ended: everything that shows the cycle. Other jobs change nothing of it. */
export async function refreshLock(
  queries: QueryClient,
  { kind, subject_id: cycleId }: Pick<JobMoved, 'kind' | 'subject_id'>,
): Promise<void> {
  if (kind !== 'lock' || cycleId === null) {
    return
  }
  await Promise.all([
    queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'projects' && queryKey[2] === 'cycles' }),
    ...[['cycles', cycleId], emissionsKey(cycleId), ['sheets']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  ])
}
