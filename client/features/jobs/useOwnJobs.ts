import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { JobReply } from '#shared/api/jobs.ts'
import type { JobMoved } from '#shared/events/events.ts'
import { api } from '#client/api/apiClient.ts'
import { useMe } from '#client/api/session.ts'
import { watchJobs } from '#client/events/eventsSocket.ts'
import { refreshLock } from '#client/features/cycles/lockQuery.ts'
import { isOnItsWay, shownJobs } from './shownJobs.ts'

const KEY = ['jobs', 'newest'] as const
/** Between two questions for what is on its way, besides what is heard of it. */
const RUNNING_MS = 3000

/** The jobs that the person asked for and that are worth a place; `forget`: those that have ended were looked at. */
export function useOwnJobs(): { jobs: JobReply[]; forget: () => void; refresh: () => Promise<void> } {
  const userId = useMe().user.id
  const queries = useQueryClient()
  const [heard, setHeard] = useState<ReadonlyMap<string, JobMoved>>(new Map())
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const [forgotten, setForgotten] = useState<ReadonlySet<string>>(new Set())
  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: KEY }), [queries])
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get('jobs', { query: { limit: 20 }, signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.data.some(isOnItsWay) === true ? RUNNING_MS : false),
  })
  useEffect(() => {
    const states = new Map<string, string>()
    return watchJobs((event) => {
      setHeard((now) => new Map(now).set(event.id, event))
      if (states.get(event.id) !== event.state) {
        states.set(event.id, event.state)
        void refresh()
        void refreshLock(queries, event)
      }
    })
  }, [refresh, queries])
  const known = data?.data ?? []
  const fresh = known.filter((job) => isOnItsWay(job) && !seen.has(job.id))
  if (fresh.length > 0) {
    setSeen(new Set([...seen, ...fresh.map(({ id }) => id)]))
  }
  const jobs = shownJobs({ jobs: known, userId, heard, seen, forgotten })
  const forget = (): void =>
    setForgotten(new Set([...forgotten, ...jobs.flatMap((job) => (isOnItsWay(job) ? [] : [job.id]))]))
  return { jobs, forget, refresh }
}
