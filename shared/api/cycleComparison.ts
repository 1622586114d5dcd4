import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { RestatementCause } from './restatementCause.ts'

/**
 * Contract of `GET cycles/{id}/comparison?with=`: how a cycle differs from another one of its project, and why, of what the
 * caller may read. Kilograms of CO2e, unrounded.
 */

export const ComparisonQuery = z.strictObject({
  /** The cycle to compare with, usually the one before. */
  with: z.guid(),
})

/**
 * Why a sum changed. Rows of both cycles are the same when they have the same id, or the same site, first text and month of
 * the period. In this order each effect starts from what the one before has reached:
 */
export const ComparisonEffects = z.object({
  /**
   * What stood in the cells was wrong: between a version and the one that restates it because of an error, every change of
   * values and every row that came or went.
   */
  error_kg: z.number(),
  /** What stands in the cells: the new values with the factors and the GWP set of the other cycle, against the old values. */
  activity_kg: z.number(),
  /** The same values with the factors of this cycle's year. */
  factor_kg: z.number(),
  /** Other fields or formulas of the table: the result of a row that both cycles know is compared as a whole. */
  method_kg: z.number(),
  /** The same with this cycle's GWP set. */
  gwp_kg: z.number(),
  /** Another part of a site counts: its ownership or control changed, or the consolidation approach did. */
  boundary_kg: z.number(),
  /** Rows that only this cycle has, and rows that only the other one has (negative). */
  added_kg: z.number(),
  removed_kg: z.number(),
  /**
   * What cannot be told apart: a row whose result only one of both cycles knows, or whose result depends on other rows while
   * factors or GWP set differ.
   */
  other_kg: z.number(),
})
export type ComparisonEffects = z.infer<typeof ComparisonEffects>

/** The causes, in the order in which they lead from the one sum to the other. */
export const EFFECT_KINDS = [
  'error',
  'activity',
  'factor',
  'method',
  'gwp',
  'boundary',
  'added',
  'removed',
  'other',
] as const
export type EffectKind = (typeof EFFECT_KINDS)[number]

/** `after - before`, nothing known counted as nothing, is the sum of the effects. */
export const ComparisonChange = z.object({
  before_kg: z.number().nullable(),
  after_kg: z.number().nullable(),
  effects: ComparisonEffects,
})
export type ComparisonChange = z.infer<typeof ComparisonChange>

const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])

const ComparedCycle = z.object({
  id: z.guid(),
  name: z.string(),
  starts_on: z.string(),
  ends_on: z.string(),
  gwp_set: z.enum(GWP_SETS),
  factor_year: z.number().int(),
  /** Rows of which the total does not know anything yet. */
  incomplete_rows: z.number().int(),
})

export const CycleComparison = z.object({
  before: ComparedCycle,
  after: ComparedCycle,
  /** How many rows were found in both, only in this cycle, only in the other. */
  rows: z.object({ matched: z.number().int(), added: z.number().int(), removed: z.number().int() }),
  total: ComparisonChange,
  by_scope: z.array(ComparisonChange.extend({ scope: Scope })),
  by_category: z.array(ComparisonChange.extend({ s3_category: z.number().int() })),
  by_module: z.array(ComparisonChange.extend({ module_id: z.guid(), name: z.string(), scope: Scope })),
  by_site: z.array(ComparisonChange.extend({ site: z.string().nullable(), name: z.string().nullable() })),
  /** Tables whose fields were changed between the two: their rows are compared as a whole. */
  changed_tables: z.array(z.object({ table_id: z.guid(), name: z.string() })),
  /**
   * When the cycle restates the other one: the way from what was reported to what is right, by cause. Edits, and rows that came
   * or went, have the cause of the restatement; other factors are `factor`, another GWP set or other formulas `method`. Null
   * between other cycles.
   */
  bridge: z.array(z.object({ cause: RestatementCause, kg: z.number() })).nullable(),
})
export type CycleComparison = z.infer<typeof CycleComparison>

/** Contract of `GET cycles/{id}/comparison/rows`: the rows behind a cause, largest change first. */
export const ComparisonRowsQuery = z.strictObject({
  ...ComparisonQuery.shape,
  cause: z.enum(EFFECT_KINDS),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const ComparisonRows = z.object({
  /** How many rows the cause changed. */
  rows: z.number().int(),
  /** Kilograms of CO2e of all of them: the effect of the comparison. */
  effect_kg: z.number(),
  data: z.array(
    z.object({
      table_id: z.guid(),
      table_name: z.string(),
      /** Where the row is: in this cycle, or in the other one when only that has it. */
      cycle_id: z.guid(),
      row_id: z.string(),
      /** The first text of the row that the caller may read. */
      text: z.string().nullable(),
      site: z.string().nullable(),
      site_name: z.string().nullable(),
      month: z.string().nullable(),
      /** As far as they count; null without a result or without the row. */
      before_kg: z.number().nullable(),
      after_kg: z.number().nullable(),
      /** What the cause did to it. */
      effect_kg: z.number(),
    }),
  ),
})
export type ComparisonRows = z.infer<typeof ComparisonRows>
