import { z } from 'zod'
import { FIELD_ROLES, FIELD_TYPES } from '../fields/field.ts'
import { LONGEST_RULE_FORMULA, LONGEST_RULE_MESSAGE } from '../fields/fieldRules.ts'
import { ROLES } from '../permissions/roles.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `GET modules/{id}/tables` and `GET tables/{id}` (with fields). */
export const TablesQuery = z.strictObject(PAGE_QUERY)
export type TablesQuery = z.infer<typeof TablesQuery>

export const TableReply = z.object({
  id: z.string(),
  module_id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  position: z.number().int(),
})
export type TableReply = z.infer<typeof TableReply>

export const TablesReply = pageOf(TableReply)

export const FieldOptionReply = z.object({
  id: z.string(),
  label: z.string(),
  /** Factor ids by edition year. */
  factors: z.record(z.string(), z.string()).optional(),
  /** Rows with this choice rest on data of suppliers and other partners of the value chain. */
  primary: z.boolean().optional(),
})

const Limit = z.union([z.number(), z.string().max(40)])

export const FieldReply = z.object({
  id: z.string(),
  key: z.string(),
  /** Address inside live documents. */
  ordinal: z.number().int(),
  name: z.string(),
  type: z.enum(FIELD_TYPES),
  unit: z.string().nullable(),
  options: z.array(FieldOptionReply),
  required: z.boolean(),
  /** Null for fields that are none, and for a released result: not all of its inputs may be read. */
  formula: z.string().nullable(),
  role: z.enum(FIELD_ROLES).nullable(),
  /** Roles that may read or write; null = whoever may read or write the table. */
  readers: z.array(z.string()).nullable(),
  writers: z.array(z.string()).nullable(),
  /** A formula whose result its readers may read without reading all of its inputs. */
  released: z.boolean(),
  /**
   * Of a formula that reads other tables or the cycle before, which only the server computes: ids of those tables. Null: its
   * results come of this table alone.
   */
  elsewhere: z.array(z.string()).nullable(),
  /** Of a reference: the table whose rows its cells point at, and the field that says what a row is called. */
  target: z.object({ table_id: z.string(), field_id: z.string() }).nullable(),
  /** What a value must be like, for scripts. */
  validation: z.object({
    required: z.boolean(),
    options: z.array(z.string()).nullable(),
    /** The smallest and the largest number, date (ISO) or month. */
    min: Limit.nullable(),
    max: Limit.nullable(),
    /** What a text looks like: # is a digit, @ a letter, * anything. */
    mask: z.string().nullable(),
    /** No two rows of a cycle hold the same. */
    unique: z.boolean(),
    /** A condition over the row; null also when the caller may not read all that it reads. */
    formula: z.string().nullable(),
    /** What to tell whoever breaks it. */
    message: z.string().nullable(),
  }),
})
export type FieldReply = z.infer<typeof FieldReply>

/** A table with its fields in order; only those that the caller may read. */
export const TableWithFieldsReply = TableReply.extend({ fields: z.array(FieldReply) })
export type TableWithFieldsReply = z.infer<typeof TableWithFieldsReply>

/**
 * Contract of `GET tables/{id}/fields`, for who manages the table: who reads and writes each field, also of those that they
 * may not read themselves. Nothing of what stands in it, and no formula.
 */
export const FieldRightsReply = FieldReply.pick({
  id: true,
  key: true,
  name: true,
  type: true,
  readers: true,
  writers: true,
  released: true,
})
export type FieldRightsReply = z.infer<typeof FieldRightsReply>

export const RetiredFieldReply = FieldReply.pick({ id: true, key: true, name: true, type: true })
export type RetiredFieldReply = z.infer<typeof RetiredFieldReply>

export const FieldsRightsReply = z.object({
  data: z.array(FieldRightsReply),
  /** Taken out of the table; their values are kept, and come back with them. */
  retired: z.array(RetiredFieldReply),
})
export type FieldsRightsReply = z.infer<typeof FieldsRightsReply>

const Roles = z.array(z.enum(ROLES)).transform((roles) => [...new Set(roles)].sort())

/**
 * Contract of `PATCH tables/{id}/fields/{field_id}`: who reads and writes a field, what it is called, and what its values
 * must be like. What is left out stays.
 */
export const FieldBody = z
  .strictObject({
    /** Null: whoever may read the row. */
    readers: Roles.nullable().optional(),
    /** Null: whoever may write the row. */
    writers: Roles.nullable().optional(),
    released: z.boolean().optional(),
    name: z.string().trim().min(1).max(100).optional(),
    /** A rule that is null is taken away. */
    validation: z
      .strictObject({
        required: z.boolean().optional(),
        min: Limit.nullable().optional(),
        max: Limit.nullable().optional(),
        mask: z.string().min(1).max(100).nullable().optional(),
        unique: z.boolean().optional(),
        formula: z.string().trim().min(1).max(LONGEST_RULE_FORMULA).nullable().optional(),
        message: z.string().trim().min(1).max(LONGEST_RULE_MESSAGE).nullable().optional(),
      })
      .optional(),
    /** All choices, in order. Without an id it is a new one; one that is left out is no choice any more. */
    options: z
      .array(z.strictObject({ id: z.string().max(100).optional(), label: z.string().trim().min(1).max(100) }))
      .min(1)
      .max(500)
      .optional(),
  })
  .refine(
    (body) => Object.keys(body).length > 0,
    'Send at least one of readers, writers, released, name, validation and options.',
  )
  .refine(
    ({ readers, name, validation, options }) =>
      readers === undefined || (name === undefined && validation === undefined && options === undefined),
    {
      path: ['readers'],
      message: 'Other readers may move the cells of the field. Send readers in a request of their own.',
    },
  )
export type FieldBody = z.infer<typeof FieldBody>
export type FieldRightsBody = Pick<FieldBody, 'readers' | 'writers' | 'released'>

/** Contract of `POST tables/{id}/fields`: a new column. Its key and its address are chosen by the server. */
export const NewFieldBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  type: z.enum(FIELD_TYPES),
  /** Of numbers and results, as in `kWh(HHV)`. */
  unit: z.string().trim().min(1).max(100).nullable().default(null),
  /** Labels of the choices, in order. */
  options: z.array(z.string().trim().min(1).max(100)).max(500).default([]),
  required: z.boolean().default(false),
  formula: z.string().trim().min(1).max(2000).nullable().default(null),
  /** Of a reference: a table of the same project, and the text field of it that says what a row is called. */
  target: z.strictObject({ table_id: z.guid(), field_id: z.guid() }).nullable().default(null),
  /** Id of the field that it stands behind; at the end when it is left out. */
  behind: z.guid().optional(),
})
export type NewFieldBody = z.infer<typeof NewFieldBody>

/**
 * Contract of `GET tables/{id}/formula_tables`: the tables of the project as formulas of this table name them, itself among
 * them, with the fields that the caller may read. `key` is what stands before the dot.
 */
export const FormulaTablesReply = z.object({
  data: z.array(z.object({ id: z.string(), key: z.string(), name: z.string(), fields: z.array(FieldReply) })),
})
export type FormulaTablesReply = z.infer<typeof FormulaTablesReply>
