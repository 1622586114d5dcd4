import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { JobMoved } from '#shared/events/events.ts'
import { watchCycle, watchJobs } from '#client/events/eventsSocket.ts'
import { runsQuery } from './runQueries.ts'

/** What the event of the last half second is worth: older news come with the list. */
type LastWord = JobMoved | null

/**
 * Keeps the runs of a cycle as they are: read again when one begins or ends, and when something of the cycle changes. Answers
 * what was heard last of its run; null: nothing yet.
 */
export function useRunProgress(cycleId: string): LastWord {
  const queries = useQueryClient()
  const [heard, setHeard] = useState<LastWord>(null)
  useEffect(() => {
    const { queryKey } = runsQuery(cycleId)
    const again = (): void => void queries.invalidateQueries({ queryKey })
    const states = new Map<string, string>()
    const ends = [
      watchCycle(cycleId, again),
      watchJobs((event) => {
        if (event.kind === 'run' && event.subject_id === cycleId) {
          setHeard(event)
          if (states.get(event.id) !== event.state) {
            states.set(event.id, event.state)
            again()
          }
        }
      }),
    ]
    return () => ends.forEach((end) => end())
  }, [cycleId, queries])
  return heard?.subject_id === cycleId ? heard : null
}
