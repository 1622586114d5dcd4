import { z } from 'zod'

/** A month of a calendar year, such as "2025-03". */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'Write a month as 2025-03.')

/** A row that is missing: where it would be, and what it would be about. */
export const Gap = z.strictObject({
  month: Month,
  /** Option id; null: its rows have no site. */
  site: z.string().max(100).nullable().default(null),
  /** What the first text of its rows says, such as the number of a meter; null: they have none. */
  source: z.string().max(1000).nullable().default(null),
})
export type Gap = z.infer<typeof Gap>
