import { z } from 'zod'
import { CellValueReply } from './rows.ts'

/** Contract of `GET conflicts`: cells of a sheet that the caller and somebody else wrote without seeing each other. */
export const ConflictsQuery = z.strictObject({ table_id: z.guid(), cycle_id: z.guid() })

const Person = z.object({ id: z.string(), name: z.string() })

export const ConflictReply = z.object({
  id: z.string(),
  at: z.string(),
  row_id: z.string(),
  /** Field key. */
  field: z.string(),
  /** What stands in the cell, and by whom. */
  kept: CellValueReply,
  kept_by: Person,
  /** What was written as well and does not stand. */
  lost: CellValueReply,
  lost_by: Person,
})
export type ConflictReply = z.infer<typeof ConflictReply>

export const ConflictsReply = z.object({ data: z.array(ConflictReply) })
export type ConflictsReply = z.infer<typeof ConflictsReply>
