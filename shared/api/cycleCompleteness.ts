import { z } from 'zod'
import { GapDeclaration } from './declarations.ts'

/** Contract of `GET cycles/{id}/completeness`: what is there by site and month, of what the caller may read. */

const Counts = z.object({
  /** Rows that exist. */
  rows: z.number().int(),
  /** Rows in which something required is missing, or a cell breaks a rule or shows an error. */
  open_rows: z.number().int(),
  /**
   * Sources (meters, suppliers: what the first text of a row names) that have rows in the other months of their rhythm, and
   * none here, and of which nothing is declared: unknown. Null stands for no month, so nothing is expected there.
   */
  missing: z.number().int(),
  /** Sources that have no row here and are declared: zero, not applicable, or left out. */
  declared: z.number().int(),
  /** Rows that hold an estimate, of the cells that the caller may read. */
  estimated: z.number().int(),
})

export const CycleCompleteness = z.object({
  cycle_id: z.guid(),
  /** The months of the period in order, "2025-01". */
  months: z.array(z.string()),
  sites: z.array(
    z.object({
      /** Option id of the site; null stands for rows without one. */
      site: z.string().nullable(),
      name: z.string().nullable(),
      /** Only months in which something is, or should be; null stands for rows without a month. */
      months: z.array(
        Counts.extend({
          month: z.string().nullable(),
          tables: z.array(
            Counts.extend({
              table_id: z.guid(),
              missing_sources: z.array(z.string()),
              /** `source` null: of its rows without a name. */
              declared_gaps: z.array(GapDeclaration.extend({ source: z.string().nullable() })),
            }),
          ),
        }),
      ),
    }),
  ),
  /** Names of the tables that occur. */
  tables: z.array(z.object({ table_id: z.guid(), module_id: z.guid(), name: z.string(), module_name: z.string() })),
})
export type CycleCompleteness = z.infer<typeof CycleCompleteness>

/** Narrows it to one module. */
export const CompletenessQuery = z.strictObject({ module_id: z.guid().optional() })
