/** A block of cells as the clipboard has it. Both parts have the same rows and columns. */
export interface PastedBlock {
  texts: readonly (readonly string[])[]
  /**
   * Per cell, the value that the source gave besides what it showed, as text that can be read in one way only: `1234.5`,
   * `2025-03-31`. Null: there is only the text.
   */
  exact: readonly (readonly (string | null)[])[]
  /** Per cell, the id of what it points at, when it was copied from a sheet of ours; missing when there is none. */
  ids?: readonly (readonly (string | null)[])[]
}

/** A block that is text and nothing else. */
export const plainBlock = (texts: readonly (readonly string[])[]): PastedBlock => ({
  texts,
  exact: texts.map((row) => row.map(() => null)),
})
