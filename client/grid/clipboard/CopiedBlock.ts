/** Copied cells as the clipboard takes them. Both parts have the same rows and columns. */
export interface CopiedBlock {
  texts: string[][]
  /** What a cell points at, beside its name; null for cells that hold a value of their own. */
  ids: (string | null)[][]
}
