const editsBySource = new Map<string, number>()

/**
 * A sheet says how many edits only this browser knows (0 = none): signing out asks before it removes them, and the browser
 * asks before it closes the tab.
 */
export function reportUnsavedEdits(source: string, edits: number): void {
  if (edits > 0) {
    editsBySource.set(source, edits)
    window.addEventListener('beforeunload', ask)
  } else {
    editsBySource.delete(source)
  }
  if (editsBySource.size === 0) {
    window.removeEventListener('beforeunload', ask)
  }
}

/** Edits of all sheets that the server has not confirmed. */
export function unsavedEdits(): number {
  let sum = 0
  for (const edits of editsBySource.values()) {
    sum += edits
  }
  return sum
}

const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
