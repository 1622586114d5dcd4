import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

export const CYCLE_STATUSES = ['open', 'in_review', 'locked'] as const
export type CycleStatus = (typeof CYCLE_STATUSES)[number]

/** Contract of `GET projects/{id}/cycles`, newest first. */
export const CyclesQuery = z.strictObject({
  ...PAGE_QUERY,
  sort: z.enum(['starts_on', '-starts_on']).default('-starts_on'),
  'filter[status]': z.enum(CYCLE_STATUSES).optional(),
})
export type CyclesQuery = z.infer<typeof CyclesQuery>

export const CycleReply = z.object({
  id: z.string(),
  project_id: z.string(),
  name: z.string(),
  /** First and last day (ISO dates, both inside). */
  starts_on: z.string(),
  ends_on: z.string(),
  status: z.enum(CYCLE_STATUSES),
  gwp_set: z.enum(GWP_SETS),
  /** Edition year of the factors that formulas use. */
  factor_year: z.number().int(),
})
export type CycleReply = z.infer<typeof CycleReply>

/** Contract of `POST cycles/{id}/status`. Locking is for good: a locked cycle takes no other status. */
export const CycleStatusBody = z.strictObject({ status: z.enum(CYCLE_STATUSES) })

export const CyclesReply = pageOf(CycleReply)
