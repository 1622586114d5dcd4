import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { FIELD_TYPES } from '../fields/field.ts'
import { CellValueReply, ComputedReply } from './rows.ts'
import { FieldOptionReply } from './tables.ts'

/** Contracts of `POST formulas/check` and `POST formulas/evaluate`; the formula editor uses the same two. */

const FormulaFieldBody = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]*$/, 'Use small letters, digits and _, starting with a letter.'),
  type: z.enum(FIELD_TYPES),
  unit: z.string().max(100).nullable().default(null),
  options: z.array(FieldOptionReply).max(5000).default([]),
  formula: z.string().max(2000).nullable().optional(),
})

export const CheckFormulaBody = z.strictObject({
  formula: z.string().min(1).max(2000),
  fields: z.array(FormulaFieldBody).max(500),
  /** Unit that the result is to be shown in. */
  unit: z.string().max(100).nullable().optional(),
  gwp_set: z.enum(GWP_SETS).default('AR6'),
  factor_year: z.number().int().min(1990).max(2100).default(2025),
})
export type CheckFormulaBody = z.infer<typeof CheckFormulaBody>

export const FormulaProblemReply = z.object({
  code: z.string(),
  message: z.string(),
  /** Offsets in the source. */
  start: z.number().int(),
  end: z.number().int(),
  units: z.tuple([z.string(), z.string()]).optional(),
})

/** Either the type and unit of the result, or what is wrong with the formula. */
export const CheckFormulaReply = z.union([
  z.object({ ok: z.literal(true), type: z.string(), unit: z.string().nullable(), inputs: z.array(z.string()) }),
  z.object({ ok: z.literal(false), problems: z.array(FormulaProblemReply) }),
])
export type CheckFormulaReply = z.infer<typeof CheckFormulaReply>

export const MAX_EVALUATED_ROWS = 1000

export const EvaluateFormulaBody = CheckFormulaBody.extend({
  rows: z.array(z.record(z.string(), CellValueReply)).max(MAX_EVALUATED_ROWS),
})
export type EvaluateFormulaBody = z.infer<typeof EvaluateFormulaBody>

export const EvaluateFormulaReply = z.union([
  z.object({
    ok: z.literal(true),
    type: z.string(),
    unit: z.string().nullable(),
    values: z.array(z.union([ComputedReply, z.null()])),
  }),
  z.object({ ok: z.literal(false), problems: z.array(FormulaProblemReply) }),
])
export type EvaluateFormulaReply = z.infer<typeof EvaluateFormulaReply>
