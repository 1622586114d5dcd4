/**
 * How the numbers of a column show how large they are beside each other. `bar`: a bar as long as the number. `more`: the
 * larger, the stronger one colour. `high_bad`, `high_good`: two colours, from the middle value of the column both ways.
 */
export const SCALE_KINDS = ['bar', 'more', 'high_bad', 'high_good'] as const
export type ScaleKind = (typeof SCALE_KINDS)[number]
