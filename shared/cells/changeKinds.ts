/** By which gesture somebody changed cells. */

/**
 * Gestures of a person in the sheet. `carried`: over from another cycle; `suggested`: a factor that fits; `split`: a yearly amount
 * by month; `prorated`: one of a bill by the days of its period.
 */
export const GESTURE_KINDS = [
  'typed',
  'pasted',
  'filled',
  'carried',
  'suggested',
  'split',
  'prorated',
  'cleared',
  'rows-added',
  'rows-deleted',
  'rows-moved',
  'undone',
  'redone',
  'restored',
] as const
export type GestureKind = (typeof GESTURE_KINDS)[number]

/**
 * The same, and what is no gesture in the sheet: a program, an import, an estimate, a month of a meter, a copy of rows, the conversion of a field,
 * the system itself.
 */
export const CHANGE_KINDS = [
  ...GESTURE_KINDS,
  'api',
  'import',
  'estimated',
  'measured',
  'copied',
  'converted',
  'system',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** What the history of a sheet tells: the same, and what was written in the note of a row. */
export const HISTORY_KINDS = [...CHANGE_KINDS, 'noted'] as const
export type HistoryKind = (typeof HISTORY_KINDS)[number]

/** What can happen to a row as a whole. Everybody may know it who may read the sheet. */
export const ROW_CHANGES = ['added', 'moved', 'deleted', 'restored'] as const
export type RowChange = (typeof ROW_CHANGES)[number]
