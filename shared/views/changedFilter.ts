/** Which rows: those in which a cell was changed or that were added, or only those that were added. */
export const CHANGED_WHAT = ['changed', 'added'] as const
export type ChangedWhat = (typeof CHANGED_WHAT)[number]

/** By whom. `me`, `others`: seen from whoever looks. */
export const CHANGED_BY = ['anyone', 'others', 'me'] as const
export type ChangedBy = (typeof CHANGED_BY)[number]

/** Moments that move with the days; everything else is a date. `visit`: when whoever looks was last here before. */
export const CHANGED_SINCE = ['today', 'yesterday', 'week', 'visit'] as const

/** Narrows a sheet to what changed. It names no column and no value. */
export interface ChangedFilter {
  what: ChangedWhat
  /** One of `CHANGED_SINCE`, or the first day as ISO date. */
  since: string
  by: ChangedBy
}

const DATE = /^\d{4}-\d\d-\d\d$/

/** Whether `since` says a moment. */
export const isChangedSince = (since: string): boolean =>
  CHANGED_SINCE.some((word) => word === since) || (DATE.test(since) && !Number.isNaN(Date.parse(since)))
