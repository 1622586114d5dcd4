import { startTransition, useEffect, useState } from 'react'

/**
 * Renders again after each change of something, behind what is more urgent: the next key, and what was painted because of
 * the same change. For what surrounds a thing that follows its changes by itself.
 */
export function useDeferredVersion(subscribe: (listener: () => void) => () => void, version: () => number): number {
  const [seen, setSeen] = useState(version)
  useEffect(() => {
    const see = (): void => startTransition(() => setSeen(version()))
    see() // it may have changed since it was rendered
    return subscribe(see)
  }, [subscribe, version])
  return seen
}
