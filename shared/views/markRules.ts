/** When a cell is marked. `above` and `below` leave their value out, `between` has both ends; of dates: later and earlier. */
export const MARK_TESTS = ['above', 'below', 'between', 'equals', 'contains', 'empty', 'error'] as const
export type MarkTest = (typeof MARK_TESTS)[number]

/** How: each has a colour and a sign of its own. */
export const MARK_STYLES = ['good', 'watch', 'bad', 'note'] as const
export type MarkStyle = (typeof MARK_STYLES)[number]

/** What of a row is tinted. The sign stands in the cell that was looked at. */
export const MARK_SCOPES = ['cell', 'row'] as const
export type MarkScope = (typeof MARK_SCOPES)[number]

/** One rule of a view: cells of a column that are to catch the eye. Of several that hold, the first counts. */
export interface MarkRule {
  /** The column that is looked at. */
  key: string
  when: MarkTest
  /** What is compared with: numbers in the unit of the column, dates and months as ISO, texts; null where nothing is. */
  value: number | string | null
  /** The other end of `between`; else null. */
  to: number | string | null
  style: MarkStyle
  scope: MarkScope
}

export const MOST_MARKS = 30
