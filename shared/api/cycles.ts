import { z } from 'zod'
import { COUNTED_TWICE } from '../emissions/countedTwice.ts'
import { SCOPE_3_CATEGORIES } from '../boundary/scope3Categories.ts'
import { GWP_SETS } from '../emissions/gas.ts'
import { JobReply } from './jobs.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'
import { ProblemDetail } from './problem.ts'
import { RestatementCause } from './restatementCause.ts'

export const CYCLE_STATUSES = ['open', 'in_review', 'locked'] as const
export type CycleStatus = (typeof CYCLE_STATUSES)[number]

/** Contract of `GET projects/{id}/cycles`, newest first. */
export const CyclesQuery = z.strictObject({
  ...PAGE_QUERY,
  sort: z.enum(['starts_on', '-starts_on']).default('-starts_on'),
  'filter[status]': z.enum(CYCLE_STATUSES).optional(),
  /** `true`: without versions that were restated. */
  'filter[latest]': z.enum(['true', 'false']).optional(),
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
  /** 1 is what was reported first; every restatement of a locked cycle is one more, with the same period. */
  version: z.number().int(),
  /** The version that this one restates; null for the first. */
  restates: z.string().nullable(),
  /** The version that restates this one: totals and comparisons use that one. Null for the latest. */
  restated_by: z.string().nullable(),
  /** Why this version was made, and when (ISO 8601); null for the first. */
  restatement: z
    .object({ cause: RestatementCause, reason: z.string(), details: z.string(), at: z.string() })
    .nullable(),
})
export type CycleReply = z.infer<typeof CycleReply>

/** Contract of `GET cycles/{id}`: the cycle, and its last step. */
export const CycleDetail = CycleReply.extend({
  /** Who opened, reviewed or locked it last and when (ISO 8601); null when it is as it was made. */
  status_change: z.object({ at: z.string(), by: z.object({ id: z.string(), name: z.string() }).nullable() }).nullable(),
})
export type CycleDetail = z.infer<typeof CycleDetail>

/** What is neither counted nor declared zero, not applicable or left out: it is unknown, and in no total. */
export const Unaccounted = z.strictObject({
  /** Categories of scope 3 without a result and without a declaration. */
  s3_categories: z.array(z.literal(SCOPE_3_CATEGORIES)),
  /** Months in which a source that reports regularly has no row, and of which nothing is declared. */
  missing_rows: z.number().int().min(0),
})
export type Unaccounted = z.infer<typeof Unaccounted>

/** Contract of `POST cycles/{id}/status`. Locking is for good: a locked cycle takes no other status. */
export const CycleStatusBody = z
  .strictObject({
    status: z.enum(CYCLE_STATUSES),
    /**
     * Of a lock: what whoever locks knows to be unknown, as the readiness tells it. It is kept with the seal; when it is
     * something else by now, nothing is locked. Left out: the seal says that nobody confirmed it.
     */
    confirms: Unaccounted.optional(),
  })
  .refine(({ status, confirms }) => status === 'locked' || confirms === undefined, {
    path: ['confirms'],
    message: 'Only with a lock something is confirmed. Leave it out.',
  })

/** Contract of `GET cycles/{id}/lock`. */
export const LockReply = z.object({
  /** Of kind `lock`; null: none is on its way, and none has ended within the last day. */
  job: JobReply.nullable(),
  /** The caller may end it (`POST jobs/{id}/cancel`): whoever asked for it, and administrators of the tenant. */
  may_cancel: z.boolean(),
})
export type LockReply = z.infer<typeof LockReply>

export const CyclesReply = pageOf(CycleReply)

const Day = z.iso.date({ abort: true }).refine((day) => day >= '1990-01-01' && day <= '2100-12-31', {
  message: 'A day between 1990-01-01 and 2100-12-31.',
})
const CYCLE_FIELDS = {
  name: z.string().trim().min(1).max(100),
  /** First and last day, both inside. */
  starts_on: Day,
  ends_on: Day,
  gwp_set: z.enum(GWP_SETS),
  factor_year: z.number().int().min(1990).max(2100),
}

/** Contract of `POST projects/{id}/cycles`. Without a factor year: the calendar year that holds the greater part. */
export const NewCycleBody = z.strictObject({
  ...CYCLE_FIELDS,
  factor_year: CYCLE_FIELDS.factor_year.optional(),
})
export type NewCycleBody = z.infer<typeof NewCycleBody>

/** Contract of `PATCH cycles/{id}`, while it is not locked. What is left out stays. */
export const CycleBody = z.strictObject(CYCLE_FIELDS).partial()
export type CycleBody = z.infer<typeof CycleBody>

/** The cycle as it is now, and what deserves a look although it is allowed: an overlap, an unusual length, no factors. */
export const CycleSaved = CycleReply.extend({ warnings: z.array(ProblemDetail) })
export type CycleSaved = z.infer<typeof CycleSaved>

/** Amounts as they are and as they would be. */
export const PreviewedAmounts = z.object({
  /** Kilograms of CO2e; null when no row has a result. */
  before_kg: z.number().nullable(),
  after_kg: z.number().nullable(),
  /** Rows that have a result before, and after. */
  rows_before: z.number().int(),
  rows_after: z.number().int(),
})
export type PreviewedAmounts = z.infer<typeof PreviewedAmounts>

/** Contract of `POST cycles/{id}/preview`: how the totals that you may read change. Nothing is written. */
export const CyclePreview = z.object({
  warnings: z.array(ProblemDetail),
  total: PreviewedAmounts,
  /** Tables whose amounts or results change. */
  tables: z.array(PreviewedAmounts.extend({ table_id: z.string(), name: z.string(), module_name: z.string() })),
})
export type CyclePreview = z.infer<typeof CyclePreview>

/** Contract of `POST projects/{id}/cycles/check`: what `POST projects/{id}/cycles` would say. Nothing is written. */
export const NewCycleCheck = z.object({ factor_year: z.number().int(), warnings: z.array(ProblemDetail) })
export type NewCycleCheck = z.infer<typeof NewCycleCheck>

export const BLOCKER_KINDS = ['incomplete', 'errors', 'conflicts', 'instruments', 'hidden'] as const

/** Something that stands between a cycle and its lock. */
export const CycleBlocker = z.object({
  /**
   * Rows in which something required is missing; rows with cells that break a rule or show an error; cells that two people
   * wrote and nobody has settled; an instrument (`name`) that covers more than is consumed; or one of these in what you may
   * not read (without a count).
   */
  kind: z.enum(BLOCKER_KINDS),
  table_id: z.string().nullable(),
  name: z.string().nullable(),
  module_name: z.string().nullable(),
  count: z.number().int().nullable(),
  /** Of an instrument: megawatt-hours that find nothing to cover. */
  mwh: z.number().optional(),
})
export type CycleBlocker = z.infer<typeof CycleBlocker>

const WarnedTable = z.object({ table_id: z.string(), name: z.string(), module_name: z.string() })

/** Something that may be counted twice. Only people know whether it is, so it blocks nothing. */
export const CycleWarning = z.object({
  /**
   * `well_to_tank`: a well-to-wheel factor in scope 1 or 2, and rows in category 3. `waste_transport`: a factor of waste that
   * holds the way to the plant, and rows in category 4.
   */
  kind: z.enum(COUNTED_TWICE),
  /** Names of the factors that hold it. */
  factors: z.array(z.string()),
  held_in: z.array(WarnedTable),
  again_in: z.array(WarnedTable),
})
export type CycleWarning = z.infer<typeof CycleWarning>

/** Contract of `GET cycles/{id}/readiness`: of what you may read. Without `data`, for whoever manages it, it can be locked. */
export const CycleReadiness = z.object({
  data: z.array(CycleBlocker),
  warnings: z.array(CycleWarning),
  /** It blocks nothing, and whoever locks confirms it. */
  unaccounted: Unaccounted,
})
export type CycleReadiness = z.infer<typeof CycleReadiness>

/** Contract of `POST cycles/{id}/carry_over`: takes the sources of another cycle of the project over into empty sheets. */
export const CarryOverBody = z.strictObject({ from: z.guid() })
export type CarryOverBody = z.infer<typeof CarryOverBody>

export const CarryOverReply = z.object({
  tables: z.array(
    z.object({
      table_id: z.string(),
      name: z.string(),
      /** Rows that were written. */
      rows: z.number().int(),
      /** Why there are none: rows are there already, you may not write them, or there are too many (then fill the sheet). */
      reason: z.enum(['not-empty', 'cannot-write', 'too-many']).nullable(),
    }),
  ),
})
export type CarryOverReply = z.infer<typeof CarryOverReply>
