/** How high rows are; `tall`: long texts go on in further lines. */
export const ROW_HEIGHTS = ['compact', 'normal', 'tall'] as const
export type RowHeight = (typeof ROW_HEIGHTS)[number]
