/** How wide the texts of a column are: in one line each, and their widest word, in points. */
export interface ColumnExtent {
  whole: number
  word: number
}

/**
 * Widths of columns that fill this width, with gaps between them: each has what its texts need in one line, or, where that is too
 * much, a part of it above its widest word. Where not even the words fit, all give way alike, and words break.
 */
export function columnWidths(width: number, gap: number, columns: readonly ColumnExtent[]): number[] {
  const free = width - gap * Math.max(0, columns.length - 1)
  const sum = (of: keyof ColumnExtent): number => columns.reduce((total, column) => total + column[of], 0)
  const [wholes, words] = [sum('whole'), sum('word')]
  if (wholes <= free) {
    // what is left over goes to the first, which has the names
    return columns.map(({ whole }, index) => (index === 0 ? whole + free - wholes : whole))
  }
  return words >= free
    ? columns.map(({ word }) => (word / words) * free)
    : columns.map(({ whole, word }) => word + ((whole - word) / (wholes - words)) * (free - words))
}
