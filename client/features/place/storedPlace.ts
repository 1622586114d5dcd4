const STORED_PLACE = 'carbonsheet.place'

/** Where this browser was last. Only a starting point: the server decides what may be opened. */
export interface StoredPlace {
  projectId: string
  cycleId: string
}

export function readStoredPlace(): StoredPlace | null {
  try {
    const place: unknown = JSON.parse(localStorage.getItem(STORED_PLACE) ?? 'null')
    return isStoredPlace(place) ? place : null
  } catch {
    return null
  }
}

export function writeStoredPlace(place: StoredPlace): void {
  localStorage.setItem(STORED_PLACE, JSON.stringify(place))
}

function isStoredPlace(value: unknown): value is StoredPlace {
  return (
    typeof value === 'object' &&
    value !== null &&
    'projectId' in value &&
    'cycleId' in value &&
    typeof value.projectId === 'string' &&
    typeof value.cycleId === 'string'
  )
}
