import { z } from 'zod'
import { TARGET_ADVICE } from '../targets/sbtiAdvice.ts'
import { Scope, ScopeBasis, ScopeFigure, Scopes, YearOfCycle } from './scopeFigure.ts'

export const TARGET_KINDS = ['absolute', 'intensity'] as const

/**
 * Contract of `POST projects/{id}/reduction_targets`. Scopes, basis and base stay as they are set: another promise is another
 * target.
 */
export const NewReductionTargetBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(5000).default(''),
  scopes: Scopes,
  basis: ScopeBasis,
  kind: z.enum(TARGET_KINDS),
  /** Of an intensity. */
  denominator_id: z.guid().nullable().default(null),
  base_cycle_id: z.guid(),
  target_year: z.number().int().min(1990).max(2150),
  /** By which percentage of the base, in the target year. */
  reduction_percent: z.number().gt(0).max(100),
})
export type NewReductionTargetBody = z.infer<typeof NewReductionTargetBody>

/** Contract of `PATCH reduction_targets/{id}`. What is left out stays. */
export const ReductionTargetBody = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    description: z.string().trim().max(5000),
  })
  .partial()
export type ReductionTargetBody = z.infer<typeof ReductionTargetBody>

/** A year of a target. Amounts are kilograms of CO2e, or kilograms per unit of the denominator. */
export const TargetProgress = YearOfCycle.extend({
  actual: z.number().nullable(),
  /** `base x (1 - r x (y - y0))`, in the same basis. */
  path: z.number().nullable(),
  /** By how much the actual is above the path, in percent of the path; negative is better than promised. */
  gap_percent: z.number().nullable(),
  incomplete_rows: z.number().int().nullable(),
})
export type TargetProgress = z.infer<typeof TargetProgress>

export const ReductionTargetReply = z.object({
  id: z.guid(),
  name: z.string(),
  description: z.string(),
  scopes: z.array(Scope),
  basis: ScopeBasis,
  kind: z.enum(TARGET_KINDS),
  denominator: z.object({ id: z.guid(), name: z.string(), unit: z.string() }).nullable(),
  base_cycle: YearOfCycle,
  /** Emissions of the base cycle in its latest version. */
  base_emissions: ScopeFigure,
  target_year: z.number().int(),
  reduction_percent: z.number(),
  /** Linear, in percent of the base. */
  annual_percent: z.number(),
  /** Kilograms of CO2e, or per unit of the denominator; null when it is not known or may not be read. */
  base: z.number().nullable(),
  target: z.number().nullable(),
  /** What the near-term criteria of SBTi would say; empty: nothing against it. */
  advice: z.array(z.enum(TARGET_ADVICE)),
  /** From the base cycle on, oldest first. */
  progress: z.array(TargetProgress),
})
export type ReductionTargetReply = z.infer<typeof ReductionTargetReply>

/** Contract of `GET projects/{id}/reduction_targets`, by target year and name. */
export const ReductionTargetsReply = z.object({ data: z.array(ReductionTargetReply) })
export type ReductionTargetsReply = z.infer<typeof ReductionTargetsReply>
