import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { FIELD_TYPES } from '../fields/field.ts'
import { NewParameterBody, ParameterValueBody } from './parameters.ts'
import { CellValueReply, ComputedReply } from './rows.ts'
import { FieldOptionReply } from './tables.ts'

/** Contracts of `POST formulas/check` and `POST formulas/evaluate`; the formula editor uses the same two. */

const FormulaFieldBody = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]*$/, 'Use small letters, digits and _, starting with a letter.'),
  type: z.enum(FIELD_TYPES),
  unit: z.string().max(100).nullable().default(null),
  options: z.array(FieldOptionReply).max(5000).default([]),
  formula: z.string().max(2000).nullable().optional(),
  /** Of a reference: the key of the table that it points at. */
  target: z.string().max(100).nullable().optional(),
})

const TableKey = z.string().regex(/^[a-z][a-z0-9_]*$/, 'Use small letters, digits and _, starting with a letter.')

/** Another table that the formula may read, under the key that it has there: `sum_of(meters.quantity)`. */
const FormulaTableBody = z.strictObject({ key: TableKey, fields: z.array(FormulaFieldBody).max(500) })

const SentParameter = NewParameterBody.omit({ key: true, name: true, values: true }).extend({
  key: TableKey,
  name: z.string().max(200).optional(),
  values: z
    .array(ParameterValueBody.omit({ source_url: true }).extend({ source: z.string().max(500).default('') }))
    .max(120),
})

export const CheckFormulaBody = z.strictObject({
  formula: z.string().min(1).max(2000),
  fields: z.array(FormulaFieldBody).max(500),
  /** Key of the table that the fields belong to, when the formula or another table names it. */
  table: TableKey.optional(),
  tables: z.array(FormulaTableBody).max(100).default([]),
  /** Unit that the result is to be shown in. */
  unit: z.string().max(100).nullable().optional(),
  gwp_set: z.enum(GWP_SETS).default('AR6'),
  factor_year: z.number().int().min(1990).max(2100).default(2025),
  /** Instead of those that the company keeps. */
  parameters: z.array(SentParameter).max(500).optional(),
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

/** Cells by key. Under `_id` the id of the row, where references point at it. */
const FormulaRows = z.array(z.record(z.string(), CellValueReply)).max(MAX_EVALUATED_ROWS)

export const EvaluateFormulaBody = CheckFormulaBody.extend({
  /** All rows of the table: what formulas gather of it is gathered of these. */
  rows: FormulaRows,
  tables: z
    .array(FormulaTableBody.extend({ rows: FormulaRows.default([]) }))
    .max(100)
    .default([]),
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
