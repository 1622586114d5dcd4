import { z } from 'zod'
import { ListedFactorReply } from './factors.ts'
import { PAGE_QUERY } from './pagination.ts'

/** Contracts of the rows of a table in a cycle. Values travel by field key, in typed form. */

/** number, text, ISO date or month, boolean, option id, id of a member, row or factor, list of option ids, or null for empty. */
export const CellValueReply = z.union([z.null(), z.number(), z.string(), z.boolean(), z.array(z.string())])

/** A formula result: a value, or the error that the cell shows. */
export const ComputedReply = z.union([
  z.number(),
  z.string(),
  z.boolean(),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
])

export const RowsCycleQuery = z.strictObject({ cycle_id: z.guid() })
export type RowsCycleQuery = z.infer<typeof RowsCycleQuery>

/** How a filter compares: `filter[quantity][gte]=10`. Which of them a field takes depends on its type. */
export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'contains',
  'starts_with',
  'is_empty',
] as const
export type FilterOperator = (typeof FILTER_OPERATORS)[number]

/** What a page of rows can bring along. */
const INCLUDED_KINDS = ['users', 'factors', 'rows'] as const
export type IncludedKind = (typeof INCLUDED_KINDS)[number]

/**
 * The list understands besides: `filter[<field key>]` (equals) and `filter[<field key>][<operator>]`, by fields that the
 * caller may read; `filter[site]`, `filter[month]` (by the field of that role), `filter[incomplete]` (true or false),
 * `filter[updated_at][gt|gte|lt|lte]`. All of them must hold. Unknown keys are refused with their names.
 */
export const RowsQuery = z.object({
  cycle_id: z.guid(),
  ...PAGE_QUERY,
  /** Field keys, `updated_at` and `order` (sheet order), up to five, comma-separated; `-` in front turns one around. */
  sort: z.string().min(1).max(200).default('order'),
  /** Field keys, comma-separated; all readable fields without it. */
  fields: z.string().min(1).max(5000).optional(),
  /** What else comes along, comma-separated: `users` (who wrote), `factors` and `rows` (what cells point at). */
  include: z
    .string()
    .max(100)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(INCLUDED_KINDS)))
    .optional(),
})
export type RowsQuery = z.infer<typeof RowsQuery>

export const RowReply = z.object({
  id: z.string(),
  values: z.record(z.string(), CellValueReply),
  computed: z.record(z.string(), ComputedReply),
  /**
   * What cells that hold an id of something point at is called. Null: the cell is empty, or the thing is gone or its name is
   * hidden from the caller. Only of tables with such fields.
   */
  labels: z.record(z.string(), z.string().nullable()).optional(),
  updated_at: z.string(),
  /** User id; null when the system wrote it. */
  updated_by: z.string().nullable(),
})
export type RowReply = z.infer<typeof RowReply>

/** What the rows of a page point at, each thing once, as far as the caller may read it. Only the kinds asked for. */
const IncludedReply = z.object({
  users: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  factors: z.array(ListedFactorReply).optional(),
  rows: z.array(RowReply.extend({ table_id: z.string() })).optional(),
})
export type IncludedReply = z.infer<typeof IncludedReply>

export const RowsReply = z.object({
  data: z.array(RowReply),
  next_cursor: z.string().nullable(),
  /** Only where `include` was asked for. */
  included: IncludedReply.optional(),
})
export type RowsReply = z.infer<typeof RowsReply>

/** Most rows of one call. */
export const MAX_ROWS_PER_CALL = 20_000

/**
 * Shape of the bulk write, for documentation and types. The server checks it in a tight loop of its own, because a
 * schema object per cell would cost more than the write.
 */
export const WriteRowsBody = z.strictObject({
  rows: z
    .array(z.strictObject({ id: z.string().optional(), values: z.record(z.string(), CellValueReply) }))
    .min(1)
    .max(MAX_ROWS_PER_CALL),
})
export type WriteRowsBody = z.infer<typeof WriteRowsBody>

export const RowProblem = z.object({
  /** Field key; empty when the row as a whole is meant. */
  path: z.string(),
  code: z.string(),
  message: z.string(),
})
export type RowProblem = z.infer<typeof RowProblem>

export const WriteRowsReply = z.object({
  accepted: z.array(z.object({ index: z.number().int(), id: z.string() })),
  rejected: z.array(z.object({ index: z.number().int(), errors: z.array(RowProblem) })),
})
export type WriteRowsReply = z.infer<typeof WriteRowsReply>

/**
 * Contract of `GET tables/{id}/rows/{row_id}/gathered`: what the formula of a cell found among many rows, for each of its
 * calls that read such.
 */
export const GatheredRowsQuery = z.strictObject({ cycle_id: z.guid(), field: z.string().max(100) })
export type GatheredRowsQuery = z.infer<typeof GatheredRowsQuery>

export const GatheredRowsReply = z.object({
  data: z.array(
    z.object({
      /** Offsets of the call in the formula. */
      start: z.number().int(),
      end: z.number().int(),
      /** Where the rows are. */
      table_id: z.string(),
      table_name: z.string(),
      cycle_id: z.string(),
      cycle_name: z.string(),
      /** How many meet the condition; null when the row itself lacks what it is compared by. */
      rows: z.number().int().nullable(),
      /** Why there is no value. */
      error: z.string().nullable(),
      /** A row with that error. */
      failing_row_id: z.string().nullable(),
    }),
  ),
})
export type GatheredRowsReply = z.infer<typeof GatheredRowsReply>
