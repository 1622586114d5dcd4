import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contract of `GET tables/{id}/field_changes`: what became of the fields of a table, newest first. Read from the audit log. */
export const FieldChangesQuery = z.strictObject({ ...PAGE_QUERY, 'filter[field_id]': z.guid().optional() })

const State = z.record(z.string(), z.unknown())

export const FieldChangeReply = z.object({
  id: z.string(),
  at: z.string(),
  /** Name of the person; null: the system. */
  by: z.string().nullable(),
  /** As in the audit log: `field.create`, `field.redefine`, … */
  action: z.string(),
  /** As it is called now. */
  field: z.object({ id: z.string(), key: z.string(), name: z.string() }),
  /** What changed; of a field that you may not read, only who reads and writes it and whether it is there. */
  before: State,
  after: State,
})
export type FieldChangeReply = z.infer<typeof FieldChangeReply>

export const FieldChangesReply = pageOf(FieldChangeReply)
export type FieldChangesReply = z.infer<typeof FieldChangesReply>

/** Contract of `POST tables/{id}/fields/{field_id}/position`. */
export const FieldPositionBody = z.strictObject({
  /** Id of the field that it stands behind; null: before all. */
  behind: z.guid().nullable(),
})
