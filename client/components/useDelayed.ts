import { useEffect, useState } from 'react'

const SKELETON_DELAY_MS = 300

/** True once `isWaiting` has lasted 300 ms: what answers faster than that must not flash a placeholder. */
export function useDelayed(isWaiting: boolean): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (!isWaiting) {
      return
    }
    const timer = setTimeout(() => setLate(true), SKELETON_DELAY_MS)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [isWaiting])
  return isWaiting && isLate
}
