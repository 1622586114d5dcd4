import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { CYCLE_STATUSES, CycleReply } from './cycles.ts'
import { ComputableFactor } from './factors.ts'
import { ComputableParameter } from './parameters.ts'
import { ModuleReply } from './modules.ts'
import { FIELD_TYPES } from '../fields/field.ts'
import { FieldOptionReply, TableWithFieldsReply } from './tables.ts'

/** Contract of `GET sheets`: all that a client needs to open one table in one cycle. */
export const SheetQuery = z.strictObject({ table_id: z.guid(), cycle_id: z.guid() })
export type SheetQuery = z.infer<typeof SheetQuery>

export const SheetPartReply = z.object({
  /** Whose it is: `common`, or the roles that may read its fields, joined by `+`. */
  part: z.string(),
  /** Name of the live document at /collab. */
  document: z.string(),
  generation: z.number().int(),
  /** Keys of the fields that it holds, and of those that the caller may write now. */
  fields: z.array(z.string()),
  writable: z.array(z.string()),
})
export type SheetPartReply = z.infer<typeof SheetPartReply>

const FormerMeaning = z.object({
  /** Key of the field. */
  field: z.string(),
  /** ISO time until which its cells meant this. */
  until: z.string(),
  type: z.enum(FIELD_TYPES),
  unit: z.string().nullable(),
  options: z.array(FieldOptionReply),
})
export type FormerMeaning = z.infer<typeof FormerMeaning>

export const SheetReply = z.object({
  table_id: z.string(),
  cycle_id: z.string(),
  status: z.enum(CYCLE_STATUSES),
  /** Only the parts that the caller may open, the common part first: it has the rows and their order. */
  parts: z.array(SheetPartReply),
  cycle: CycleReply,
  table: TableWithFieldsReply,
  /** What entered fields meant before they got another type or unit, oldest first; absent when none did. */
  former: z.array(FormerMeaning).optional(),
  module: ModuleReply,
  /** The cycle is locked: nobody writes. */
  locked: z.boolean(),
  /** The caller may write at least one field now. */
  can_write: z.boolean(),
  can_add_rows: z.boolean(),
  can_delete_rows: z.boolean(),
  /** What formulas need, so that the browser computes exactly what the server does. */
  compute: z.object({
    gwp_set: z.enum(GWP_SETS),
    /** Kilograms of CO2e per kilogram, by species. */
    gwp: z.record(z.string(), z.number()),
    factor_year: z.number().int(),
    /** The factors that the table's options name for that year. */
    factors: z.array(ComputableFactor),
    /** Those of the company that formulas may ask for; absent when there are none. */
    parameters: z.array(ComputableParameter).optional(),
  }),
  /** The factors that cells of factor fields name, as far as formulas read them; absent when none does. */
  cell_factors: z.array(ComputableFactor).optional(),
})
export type SheetReply = z.infer<typeof SheetReply>
