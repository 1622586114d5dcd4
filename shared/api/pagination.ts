import { z } from 'zod'

export const DEFAULT_LIMIT = 50
export const MAX_LIMIT = 500

/** Query keys that every list understands. Spread into the query contract of a list. */
export const PAGE_QUERY = {
  /** How many at most. */
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  /** `next_cursor` of the page before; opaque. */
  cursor: z.string().min(1).max(2000).optional(),
}

export const PageQuery = z.object(PAGE_QUERY)
export type PageQuery = z.infer<typeof PageQuery>

/** The reply of a list route. `next_cursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ data: z.ZodArray<Item>; next_cursor: z.ZodNullable<z.ZodString> }> {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() })
}

export interface Page<Item> {
  data: Item[]
  next_cursor: string | null
}
