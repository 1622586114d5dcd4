import { z } from 'zod'
import { RestatementCause } from './restatementCause.ts'
import { Scope, ScopeBasis, ScopeFigure, Scopes, YearOfCycle } from './scopeFigure.ts'

/**
 * Contract of `POST projects/{id}/base_year`: what later years are measured against (GHG Protocol Corporate Standard, rev. ed.,
 * chapter 5). Several cycles: their mean.
 */
export const BaseYearBody = z.strictObject({
  cycle_ids: z.array(z.guid()).min(1).max(5),
  scopes: Scopes,
  basis: ScopeBasis,
  /** From which change on the base year is recalculated, in percent of its emissions. */
  threshold_percent: z.number().gt(0).max(100).default(5),
  /** The recalculation policy in words. */
  policy: z.string().trim().max(10_000).default(''),
  /** Why it is another one than before; needed when there is one. */
  reason: z.string().trim().max(500).default(''),
})
export type BaseYearBody = z.infer<typeof BaseYearBody>

/** What may ask for a recalculation. Growth and decline of what the company does are none of them, in either direction. */
export const BASE_YEAR_CHANGES = [
  'acquisition',
  'divestment',
  'insourcing',
  'outsourcing',
  'method',
  'factor',
  'error',
] as const
export type BaseYearChangeKind = (typeof BASE_YEAR_CHANGES)[number]

/** Contract of `POST projects/{id}/base_year/changes`. */
export const BaseYearChangeBody = z.strictObject({
  kind: z.enum(BASE_YEAR_CHANGES),
  happened_on: z.iso.date(),
  description: z.string().trim().min(3).max(500),
  /** Tonnes of CO2e by which the base year would be more, or less (negative). */
  effect_t: z.number().min(-1e12).max(1e12),
  /** Whether what was bought, sold or moved existed in the base year. What did not changes nothing of it. */
  existed: z.boolean().default(true),
})
export type BaseYearChangeBody = z.infer<typeof BaseYearChangeBody>

export const BASE_YEAR_DECISIONS = ['recalculated', 'not_needed'] as const

/** Contract of `POST projects/{id}/base_year/decisions`. */
export const BaseYearDecisionBody = z.strictObject({
  /** Id of a change, or of the cycle that restates another one. */
  subject_id: z.guid(),
  decision: z.enum(BASE_YEAR_DECISIONS),
  reason: z.string().trim().min(3).max(500),
})
export type BaseYearDecisionBody = z.infer<typeof BaseYearDecisionBody>

export const BaseYearEvent = z.object({
  /** Of the change, or of the cycle that restates another one. */
  id: z.guid(),
  /** Null: a restatement. */
  kind: z.enum(BASE_YEAR_CHANGES).nullable(),
  cause: RestatementCause.nullable(),
  /** Of the restated cycle, with the version. */
  cycle_name: z.string().nullable(),
  happened_on: z.string(),
  description: z.string(),
  existed: z.boolean(),
  /**
   * Percent of the base year, signed. Of a restatement: by how much it changed what its cycle had reported, over the scopes of the
   * base year. Null when that is not known or may not be read.
   */
  percent: z.number().nullable(),
  /** Whether it reaches the threshold by itself, in either direction; null when `percent` is. */
  is_significant: z.boolean().nullable(),
  decision: z.object({ decision: z.enum(BASE_YEAR_DECISIONS), reason: z.string(), decided_at: z.string() }).nullable(),
})
export type BaseYearEvent = z.infer<typeof BaseYearEvent>

export const BaseYearReply = z.object({
  /** Null: none was chosen. */
  base_year: z
    .object({
      cycles: z.array(YearOfCycle),
      scopes: z.array(Scope),
      basis: ScopeBasis,
      threshold_percent: z.number(),
      policy: z.string(),
      /** Of its cycles in their latest versions, or their mean. */
      emissions: ScopeFigure,
      /** No version of a cycle of it is open: the figure cannot change any more. */
      is_final: z.boolean(),
    })
    .nullable(),
  /** Every cycle, oldest first, over the scopes and in the basis of the base year. */
  cycles: z.array(
    YearOfCycle.extend({
      emissions: ScopeFigure,
      /** Against the base year; null when one of both is unknown. */
      change_percent: z.number().nullable(),
    }),
  ),
  /** Newest first. */
  events: z.array(BaseYearEvent),
  /** What undecided changes come to together, each in its size: two that cancel out are two changes. */
  undecided_percent: z.number().nullable(),
  /** One of them, or all together, reach the threshold: the base year is to be recalculated, or a reason given why not. */
  asks_for_recalculation: z.boolean().nullable(),
})
export type BaseYearReply = z.infer<typeof BaseYearReply>
