import { z } from 'zod'
import { CycleReply } from './cycles.ts'
import { RestatementCause } from './restatementCause.ts'

/**
 * Contract of `POST cycles/{id}/restate`: a locked cycle as a new version of itself, open for edits. The version that was
 * reported stays as it is.
 */
export const RestateBody = z.strictObject({
  cause: RestatementCause,
  /** One sentence for the report: why what was reported is not right any more. */
  reason: z.string().trim().min(3).max(500),
  /** What is to be done, which sites, who decided it. */
  details: z.string().trim().max(5000).default(''),
})
export type RestateBody = z.infer<typeof RestateBody>

/** Cells of a field that has become another since: their values mean nothing in it. */
export const LeftBehind = z.object({ table: z.string(), field: z.string(), cells: z.number().int() })
export type LeftBehind = z.infer<typeof LeftBehind>

export const RestateReply = CycleReply.extend({
  /** Rows that came along, with their ids. */
  rows: z.number().int(),
  left_behind: z.array(LeftBehind),
})
export type RestateReply = z.infer<typeof RestateReply>
