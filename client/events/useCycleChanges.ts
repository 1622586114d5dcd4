import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { emissionsKey } from '../api/queries.ts'
import { watchCycle } from './eventsSocket.ts'

/** Keeps every total of the cycle on screen current. The server already waits 250 ms between two messages. */
export function useCycleChanges(cycleId: string | null): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (cycleId === null) {
      return
    }
    return watchCycle(cycleId, () => void queries.invalidateQueries({ queryKey: emissionsKey(cycleId) }))
  }, [cycleId, queries])
}
