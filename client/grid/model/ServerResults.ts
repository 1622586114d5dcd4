import type { Computed } from '#collab/binding/LiveComputation.ts'

/** Results of formulas whose inputs this person may not all read, as the server told them. */
export interface ServerResults {
  /** Null: none, or not there yet. */
  computed(row: string, key: string): Computed
  /** Tells which rows have other results than before. Returns how to stop. */
  onChange(listener: (rows: readonly string[]) => void): () => void
}

export const NO_RESULTS: ServerResults = { computed: () => null, onChange: () => () => {} }
