import { z } from 'zod'
import { ModuleReply } from './modules.ts'
import { ProblemDetail } from './problem.ts'
import { TableReply } from './tables.ts'

const Name = z.string().trim().min(1).max(100)

/** The rows of one cycle, into another one or the same. */
const CopiedRows = z.strictObject({ from_cycle_id: z.guid(), to_cycle_id: z.guid() })

const COPY = {
  name: Name,
  /** Null: the fields only. Between cycles that do not start in the same month, months and dates move along. */
  rows: CopiedRows.nullable().default(null),
  /** Ids of fields that stay behind. */
  leave_out: z.array(z.guid()).max(1000).default([]),
}

/** Contract of `POST tables/{id}/copies` and its preview. */
export const TableCopyBody = z.strictObject({ ...COPY, module_id: z.guid() })
export type TableCopyBody = z.infer<typeof TableCopyBody>

/** Contract of `POST modules/{id}/copies` and its preview. */
export const ModuleCopyBody = z.strictObject({ ...COPY, project_id: z.guid() })
export type ModuleCopyBody = z.infer<typeof ModuleCopyBody>

/**
 * Why something does not come along. `hidden`: the copier may not read the field. `released`: they read its result, not its
 * formula. `condition`: they may not read all that its condition reads. `not-writable`: they may not write it over there.
 * `points-nowhere`: what the cell points at is not in that cycle. `no-file`: the file is gone. `misfit`: the field does not
 * take the value. `reference`: it points at a table that is elsewhere; of templates only.
 * `elsewhere`: its formula reads other tables or another cycle.
 */
export const COPY_NOTES = [
  'hidden',
  'released',
  'condition',
  'not-writable',
  'points-nowhere',
  'no-file',
  'misfit',
  'reference',
  'elsewhere',
] as const
export type CopyNoteCode = (typeof COPY_NOTES)[number]

export const CopyNote = z.object({
  table: z.string(),
  field: z.string(),
  code: z.enum(COPY_NOTES),
  /** How many cells; null where it is about the field itself. */
  cells: z.number().int().nullable(),
})
export type CopyNote = z.infer<typeof CopyNote>

/** What has to be put right before. `field_id`: leaving that field out is one way to do it. */
export const CopyProblem = ProblemDetail.extend({ field_id: z.string().nullable() })
export type CopyProblem = z.infer<typeof CopyProblem>

export const CopyPreviewReply = z.object({
  tables: z.array(
    z.object({
      table_id: z.string(),
      name: z.string(),
      fields: z.number().int(),
      rows: z.number().int(),
      /** How many of the rows have a note, which comes along. */
      row_notes: z.number().int(),
    }),
  ),
  /** By how many months months and dates move. */
  months: z.number().int(),
  problems: z.array(CopyProblem),
  notes: z.array(CopyNote),
})
export type CopyPreviewReply = z.infer<typeof CopyPreviewReply>

export const TableCopyReply = z.object({ table: TableReply, rows: z.number().int(), notes: z.array(CopyNote) })
export type TableCopyReply = z.infer<typeof TableCopyReply>

export const ModuleCopyReply = z.object({
  module: ModuleReply,
  tables: z.array(TableReply),
  rows: z.number().int(),
  notes: z.array(CopyNote),
})
export type ModuleCopyReply = z.infer<typeof ModuleCopyReply>
