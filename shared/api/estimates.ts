import { z } from 'zod'
import { ESTIMATE_METHODS } from '../estimates/estimateMethod.ts'
import { Gap, Month } from './gap.ts'

/** Contracts of estimates: missing amounts that are filled by a stated method. */

const Key = z.string().min(1).max(100)

/**
 * Contract of `GET tables/{id}/estimate_methods`: what each method would give for a cell. Either `row_id` names a row whose
 * cell is empty, or `month`, `site` and `source` a row that is missing.
 */
export const EstimateMethodsQuery = z.strictObject({
  cycle_id: z.guid(),
  row_id: z.string().min(1).max(100).optional(),
  month: Month.optional(),
  /** Option id; absent: the row has no site. */
  site: z.string().max(100).optional(),
  /** What the first text of its rows says, such as the number of a meter; absent: they have none. */
  source: z.string().max(1000).optional(),
  /** Key of a field of numbers; absent: the first one that may be estimated. */
  field: Key.optional(),
})
export type EstimateMethodsQuery = z.infer<typeof EstimateMethodsQuery>

const Input = z.object({
  cycle_id: z.guid(),
  cycle_name: z.string(),
  row_id: z.string(),
  month: z.string().nullable(),
  /** In the unit of the field. */
  value: z.number(),
  is_estimate: z.boolean(),
})

const EstimatedField = z.object({ key: z.string(), name: z.string(), unit: z.string().nullable() })

/** Why a method gives no value. */
export const NO_ESTIMATE = ['no-month', 'no-prior-year', 'no-known-months', 'other-unit', 'entered-by-you'] as const

export const EstimateMethodsReply = z.object({
  /** The fields that may be estimated, in their order. */
  fields: z.array(EstimatedField),
  /** Key of the one that the values are of. */
  field: z.string(),
  methods: z.array(
    z.object({
      method: z.enum(ESTIMATE_METHODS),
      /** In the unit of the field, not rounded; null: `reason` says why. */
      value: z.number().nullable(),
      reason: z.enum(NO_ESTIMATE).nullable(),
      inputs: z.array(Input),
    }),
  ),
})
export type EstimateMethodsReply = z.infer<typeof EstimateMethodsReply>

const Amount = z.number().min(-1e18).max(1e18)

export const Intensity = z.strictObject({
  /** Amount of the field, in its unit, per unit and month. */
  per_unit: Amount,
  units: z.number().min(0).max(1e18),
  /** For example m² or people. */
  unit: z.string().trim().min(1, 'Say what is counted, for example m².').max(40),
  /** Where the amount per unit comes from. */
  source: z.string().trim().min(1, 'Say where the amount per unit comes from: an auditor will ask.').max(1000),
})
export type Intensity = z.infer<typeof Intensity>

/** Contract of `POST tables/{id}/estimates`: fills one empty cell, or adds the missing row. Never over a value. */
export const EstimateBody = z.strictObject({
  row_id: z.string().min(1).max(100).nullable().default(null),
  /** The row that is missing. */
  gap: Gap.nullable().default(null),
  field: Key.nullable().default(null),
  method: z.enum(ESTIMATE_METHODS),
  /** Of the method manual, in the unit of the field. */
  value: Amount.nullable().default(null),
  /** Of the method intensity. */
  intensity: Intensity.nullable().default(null),
  /** Needed for the method manual. */
  reason: z.string().trim().max(1000).default(''),
})
export type EstimateBody = z.infer<typeof EstimateBody>

export const EstimateMade = z.object({ id: z.guid(), row_id: z.string(), value: z.number() })
export type EstimateMade = z.infer<typeof EstimateMade>

/** Contract of `DELETE estimates/{id}`. */
export const EndEstimateQuery = z.strictObject({
  /** `empty`: the cell, or the row that was added, goes too. `keep`: the value was right, and is no estimate any more. */
  value: z.enum(['empty', 'keep']).default('empty'),
})

/** Narrows it to one table, without the sums over the cycle. */
export const EstimatesQuery = z.strictObject({ table_id: z.guid().optional() })

/** Contract of `GET cycles/{id}/estimates`: those that are in force, of the cells that the caller may read. */
export const EstimatesReply = z.object({
  cycle_id: z.guid(),
  /** Kilograms of CO2e of rows that hold an estimate, as far as they count. Null: not all may be read, or of one table only. */
  estimated_kg: z.number().nullable(),
  /** Of the total, 0 to 1; null where one of both is unknown. */
  share: z.number().nullable(),
  data: z.array(
    z.object({
      id: z.guid(),
      table_id: z.guid(),
      table_name: z.string(),
      row_id: z.string(),
      /** The first text of the row that may be read. */
      source: z.string().nullable(),
      site: z.string().nullable(),
      site_name: z.string().nullable(),
      month: z.string().nullable(),
      field: EstimatedField,
      value: z.number(),
      method: z.enum(ESTIMATE_METHODS),
      inputs: z.array(Input),
      intensity: Intensity.nullable(),
      reason: z.string(),
      /** Kilograms of CO2e of the row; null: it has no result, or not one to be read. */
      co2e_kg: z.number().nullable(),
      /** The row was added for it. */
      adds_row: z.boolean(),
      made_by: z.object({ id: z.guid(), name: z.string() }).nullable(),
      made_at: z.string(),
    }),
  ),
})
export type EstimatesReply = z.infer<typeof EstimatesReply>
