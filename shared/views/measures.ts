/** What can be told of the cells of a column over many rows. `none`: nothing. */
export const MEASURES = ['sum', 'average', 'min', 'max', 'count', 'missing', 'none'] as const
export type Measure = (typeof MEASURES)[number]
