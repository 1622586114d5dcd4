import { z } from 'zod'

/**
 * Contract of `PATCH tables/{id}/roles` and of its `/preview`: which fields of a table the totals read, by their ids. Null:
 * none; what is left out stays. Locked cycles keep what the fields stood for.
 */
export const FieldRolesBody = z
  .strictObject({
    /** A field of choices: the site that a row belongs to. */
    site: z.guid().nullable().optional(),
    /** A field of months. */
    month: z.guid().nullable().optional(),
    /** A formula that gives a mass of CO2e: it counts in the totals, in the scope of the module. */
    emissions: z.guid().nullable().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'Send at least one of site, month and emissions.')
export type FieldRolesBody = z.infer<typeof FieldRolesBody>

/** Kilograms of CO2e; null where nothing counts. */
const Change = z.object({ before: z.number().nullable(), after: z.number().nullable() })

const CycleRoles = z.object({
  cycle_id: z.string(),
  name: z.string(),
  /** It keeps what the fields stood for, and its totals. */
  locked: z.boolean(),
  rows: z.number().int(),
  /** Rows that would belong to no site or no month, or would have no result. */
  without: z.object({ site: z.number().int(), month: z.number().int(), emissions: z.number().int() }),
  /** Of the rows of this table, and of the cycle as far as you may read its totals; null when you may not read the result. */
  co2e_kg: z.object({ table: Change, cycle: Change }).nullable(),
})
export type CycleRoles = z.infer<typeof CycleRoles>

export const FieldRolesPreview = z.object({
  cycles: z.array(CycleRoles),
  /** Labels of sites that no other table of the project has: in the totals they stand apart from those. */
  new_sites: z.array(z.string()),
})
export type FieldRolesPreview = z.infer<typeof FieldRolesPreview>
