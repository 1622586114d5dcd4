import { z } from 'zod'
import { Scope, ScopeBasis, ScopeFigure, ScopesQuery, YearOfCycle } from './scopeFigure.ts'

/** What emissions are divided by. Revenue is money of a price year: `EUR@2024`. */
export const DENOMINATOR_KINDS = ['revenue', 'fte', 'area', 'product', 'tonne_km', 'other'] as const
export type DenominatorKind = (typeof DENOMINATOR_KINDS)[number]

/** Contract of `POST projects/{id}/denominators`. */
export const NewDenominatorBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  kind: z.enum(DENOMINATOR_KINDS),
  /** Of revenue a currency with its price year, of area and tonne-kilometres a unit of that kind, else any name. */
  unit: z.string().trim().min(1).max(40),
})
export type NewDenominatorBody = z.infer<typeof NewDenominatorBody>

/**
 * Contract of `POST denominators/{id}/values`: what it was in a cycle. Null takes the value away. What a locked cycle has is
 * final; what is missing there may be added.
 */
export const DenominatorValueBody = z.strictObject({
  cycle_id: z.guid(),
  /** In the unit of the denominator. */
  value: z.number().min(0).max(1e18).nullable(),
  source: z.string().trim().max(500).default(''),
  evidence: z.string().trim().max(2000).default(''),
  evidence_url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2000)]).default(''),
})
export type DenominatorValueBody = z.infer<typeof DenominatorValueBody>

/** Why there is no intensity: it is never zero and never infinite for want of one of its two numbers. */
export const NO_INTENSITY = ['no-denominator', 'zero-denominator', 'no-emissions', 'hidden'] as const
export type NoIntensity = (typeof NO_INTENSITY)[number]

export const IntensityOfCycle = z.object({
  cycle_id: z.guid(),
  value: z.number().nullable(),
  source: z.string(),
  evidence: z.string(),
  evidence_url: z.string(),
  entered_at: z.string().nullable(),
  /** A version of the cycle that it was entered for, when that is not the latest. */
  from_version: z.number().int().nullable(),
  /** Kilograms of CO2e per unit of the denominator; null means n/a, and `reason` says why. */
  intensity_kg: z.number().nullable(),
  reason: z.enum(NO_INTENSITY).nullable(),
  /** Against the cycle before it in the list; null when one of both is n/a or the earlier one is zero. */
  change_percent: z.number().nullable(),
})
export type IntensityOfCycle = z.infer<typeof IntensityOfCycle>

export const DenominatorReply = NewDenominatorBody.extend({ id: z.guid() })
export type DenominatorReply = z.infer<typeof DenominatorReply>

/** Contract of `GET projects/{id}/intensities`: scopes and basis as asked, `1,2` by the market without. */
export const IntensitiesQuery = z.strictObject({
  scopes: ScopesQuery.default([1, 2]),
  basis: ScopeBasis.default('market'),
})

export const IntensitiesReply = z.object({
  scopes: z.array(Scope),
  basis: ScopeBasis,
  /** Oldest first. */
  cycles: z.array(YearOfCycle.extend({ emissions: ScopeFigure })),
  denominators: z.array(DenominatorReply.extend({ by_cycle: z.array(IntensityOfCycle) })),
})
export type IntensitiesReply = z.infer<typeof IntensitiesReply>
