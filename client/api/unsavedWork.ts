const editsBySource = new Map<string, number>()

/** A sheet says how many edits only this browser knows (0 = none), so that signing out can ask before it removes them. */
export function reportUnsavedEdits(source: string, edits: number): void {
  if (edits > 0) {
    editsBySource.set(source, edits)
  } else {
    editsBySource.delete(source)
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
