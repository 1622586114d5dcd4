/** What both grids have to show and to do. */

export const FIELDS = 20
export const PASTED = { rows: 5000, columns: 8 }
export const REMOTE = { rows: 10_000, columns: 10 }
export const SCROLL = { pxPerFrame: 60, frames: 180 }
export const FILTER_FROM = 5000
/** Texts, numbers, options, dates, and yes or no, in turn; as `valueFor` makes them. */
export const SORTED = { texts: 'f0', numbers: 'f1' } as const
