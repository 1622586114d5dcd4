import { useCallback, useEffect, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { GridController } from '#client/grid/GridController.ts'
import type { PersonHere } from './peers.ts'

/** What a person does in the grid means that they go their own way again. */
const OWN_WAYS = ['pointerdown', 'keydown', 'wheel'] as const

export interface Following {
  /** Whose cells are kept in view; null: nobody's. */
  person: PersonHere | null
  follow: (id: string) => void
  stop: () => void
}

/**
 * Keeps the cell of somebody else in view, until one does something oneself or they leave. The address may name whom to
 * begin with (`?person=`). `grid`: null until it is there.
 */
export function useFollowing(people: readonly PersonHere[], grid: GridController | null): Following {
  const [search] = useSearchParams()
  const [id, setId] = useState(() => search.get('person'))
  const person = people.find((one) => one.id === id) ?? null
  const [row, key] = [person?.at?.row, person?.at?.key]
  const stop = useCallback(() => setId(null), [])
  useEffect(() => {
    if (row !== undefined && key !== undefined) {
      grid?.reveal({ row, key })
    }
  }, [grid, row, key])
  useEffect(() => {
    const root = id === null ? null : (grid?.root ?? null)
    OWN_WAYS.forEach((way) => root?.addEventListener(way, stop, { passive: true }))
    return () => OWN_WAYS.forEach((way) => root?.removeEventListener(way, stop))
  }, [grid, id, stop])
  return useMemo(() => ({ person, follow: setId, stop }), [person, stop])
}
