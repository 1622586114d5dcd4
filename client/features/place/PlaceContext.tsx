import { createContext, useContext, type ReactNode } from 'react'
import { usePlaceState, type Place } from './usePlaceState.ts'

const PlaceContext = createContext<Place | null>(null)

/** Finds the current project and cycle once, for the frame and all pages. */
export function PlaceProvider({ children }: { children: ReactNode }) {
  return <PlaceContext value={usePlaceState()}>{children}</PlaceContext>
}

/** The project and cycle that the page shows. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (place === null) {
    throw new Error('usePlace is used outside PlaceProvider')
  }
  return place
}
