/** The ids of rows as a column of texts: row n has the n-th. */
export function rowIdCodes(ids: readonly string[]): { dictionary: readonly string[]; index: Uint32Array } {
  return { dictionary: ids, index: Uint32Array.from(ids, (_, slot) => slot + 1) }
}
