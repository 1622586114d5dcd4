import { z } from 'zod'
import { EMISSION_PARTS } from '../emissions/emissionPart.ts'
import { EmissionsQuery } from './emissions.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contract of `GET cycles/{id}/emissions/rows`: the rows behind a number of the totals, as far as the caller may read. */

/** The filters of the totals, and besides: */
export const EmissionRowsQuery = z.strictObject({
  ...EmissionsQuery.shape,
  ...PAGE_QUERY,
  /** Only rows that have this part, and its amount; the whole CO2e without it. */
  part: z.enum(EMISSION_PARTS).optional(),
  /** Only rows in which something required is missing. */
  incomplete: z.literal('true').optional(),
  /** Only rows with a cell that shows an error. */
  errors: z.literal('true').optional(),
})
export type EmissionRowsQuery = z.infer<typeof EmissionRowsQuery>

const EmissionRow = z.object({
  table_id: z.guid(),
  row_id: z.string(),
  /** The first texts of the row that the caller may read, such as its code and name; at most two. */
  texts: z.array(z.string()),
  /** Option id and label of the site. */
  site: z.string().nullable(),
  site_name: z.string().nullable(),
  month: z.string().nullable(),
  /** Kilograms of CO2e (of biogenic CO2, if that was asked), unrounded; null when the row has no result yet. */
  amount_kg: z.number().nullable(),
  /** The part of it that counts in the totals, 0 to 1 (the boundary of the cycle). */
  share: z.number(),
  incomplete: z.boolean(),
  /** Cells that show an error. */
  errors: z.number().int(),
})
export type EmissionRow = z.infer<typeof EmissionRow>

/** Rows from the largest amount down, those without a result last; and what all pages come to. */
export const EmissionRowsReply = pageOf(EmissionRow).extend({
  /** How many rows there are on all pages. */
  rows: z.number().int(),
  /** Their sum; null when no row has a result. */
  amount_kg: z.number().nullable(),
  /** What of it counts in the totals. */
  counted_kg: z.number().nullable(),
  /** The tables that have such rows, largest first. */
  tables: z.array(
    z.object({
      table_id: z.guid(),
      module_id: z.guid(),
      name: z.string(),
      module_name: z.string(),
      scope: z.union([z.literal(1), z.literal(2), z.literal(3)]),
      rows: z.number().int(),
      amount_kg: z.number().nullable(),
    }),
  ),
})
export type EmissionRowsReply = z.infer<typeof EmissionRowsReply>
