import { createContext, useCallback, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import { gridPeers, peopleHere, type PersonHere } from './peers.ts'
import { useFollowing, type Following } from './useFollowing.ts'

const NOBODY: readonly never[] = []

/** Everybody else who is in the sheet, and whom this person follows. */
export interface PeopleHere {
  people: readonly PersonHere[]
  following: Following
}

export const PeopleContext = createContext<PeopleHere>({
  people: NOBODY,
  following: { person: null, follow: () => {}, stop: () => {} },
})

/**
 * Knows who is where, and draws their boxes. Others move many times a second: then this is made anew, with what reads the context,
 * and the sheet around it is not.
 */
export function SheetPeople(props: {
  session: SheetSession
  model: SheetModel
  /** Null until it is there. */
  grid: GridController | null
  /** The sheet of now is not on screen, and nobody is where they are in it. */
  isPast: boolean
  children: ReactNode
}) {
  const { session, model, grid, isPast } = props
  const subscribe = useCallback((listener: () => void) => session.onPeers(oncePerFrame(listener)), [session])
  const peers = useSyncExternalStore(subscribe, session.peers)
  const people = useMemo(() => peopleHere(peers, model), [peers, model])
  const following = useFollowing(people, grid)
  useEffect(() => {
    grid?.showPeers(isPast ? NOBODY : gridPeers(peers, model))
  }, [grid, isPast, peers, model])
  const here = useMemo(() => ({ people, following }), [people, following])
  return <PeopleContext value={here}>{props.children}</PeopleContext>
}

/** Calls at most once in a frame, in the next one. */
function oncePerFrame(call: () => void): () => void {
  let isDue = false
  return () => {
    if (!isDue) {
      isDue = true
      requestAnimationFrame(() => {
        isDue = false
        call()
      })
    }
  }
}
