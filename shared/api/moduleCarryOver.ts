import { z } from 'zod'

/**
 * Contract of `POST modules/{id}/carry_over` and of its `/preview`: takes the sources of one cycle over into the tables of the
 * module in another cycle: names, sites, choices and months, without amounts. Rows that are there stay as they are.
 */
export const ModuleCarryOverBody = z.strictObject({ from: z.guid(), to: z.guid() })
export type ModuleCarryOverBody = z.infer<typeof ModuleCarryOverBody>

export const ModuleCarryOverReply = z.object({
  tables: z.array(
    z.object({
      table_id: z.string(),
      name: z.string(),
      /** Rows that come over. */
      rows: z.number().int(),
      /** Rows that were there already, deleted ones among them: what somebody took out stays out. */
      there: z.number().int(),
      /** Names of the fields that come over. */
      fields: z.array(z.string()),
      /** Why none come over: you may not write them, or there are too many (then fill the sheet). */
      reason: z.enum(['cannot-write', 'too-many']).nullable(),
    }),
  ),
})
export type ModuleCarryOverReply = z.infer<typeof ModuleCarryOverReply>
