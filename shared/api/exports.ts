import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** What a file of rows can be. */
export const EXPORT_FORMATS = ['csv', 'xlsx', 'ndjson', 'json'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** What a file can be that was taken out: rows, or a report. */
export const TAKEN_FORMATS = [...EXPORT_FORMATS, 'pdf'] as const
export type TakenFormat = (typeof TAKEN_FORMATS)[number]

const LANGUAGE_TAG = z.string().max(35).refine(isLanguageTag, { message: 'A language tag like de-DE or ar.' })

const FORMAT_QUERY = {
  format: z.enum(EXPORT_FORMATS).default('csv'),
  /**
   * For people: CSV with names above the columns, and as spreadsheets of that language read it; the other sheets of a workbook
   * in that language, as far as it is English or Arabic. Without it CSV is canonical, for programs and for bringing it back.
   */
  locale: LANGUAGE_TAG.optional(),
}

/** Contract of `GET tables/{id}/export`; takes `sort`, `fields` and `filter[…]` as the list of rows does. */
export const TableExportQuery = z.object({
  cycle_id: z.guid(),
  ...FORMAT_QUERY,
  sort: z.string().min(1).max(200).default('order'),
  fields: z.string().min(1).max(5000).optional(),
})

/** So many rows a view can name; more are asked for by filters. */
const MOST_SHOWN_ROWS = 1_000_000

/**
 * Contract of `POST tables/{id}/export`: a file of what somebody has before them, columns and rows in their order. It changes
 * nothing; what is shown is sent along, because only the page knows it: names in its language, edits that wait to be sorted in.
 */
export const ViewExportBody = z.strictObject({
  cycle_id: z.guid(),
  ...FORMAT_QUERY,
  /** Of the file, behind those of the table and the cycle. */
  name: z.string().min(1).max(100).optional(),
  /** Keys of the columns in their order. */
  fields: z.array(z.string().min(1).max(100)).min(1).max(300),
  /** Ids of the rows in their order; null: all of them, as they stand in the sheet. One that is gone is left out. */
  rows: z.array(z.string().min(1).max(36)).max(MOST_SHOWN_ROWS).nullable().default(null),
})
export type ViewExportBody = z.infer<typeof ViewExportBody>

/** Contract of `GET tables/{id}/import-template`: an empty file to fill in and bring back, for a table in a cycle. */
export const ImportTemplateQuery = z.strictObject({
  cycle_id: z.guid(),
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
  /** As of exports. Without it a workbook is English, and CSV has keys above its columns. */
  locale: LANGUAGE_TAG.optional(),
})
export type ImportTemplateQuery = z.infer<typeof ImportTemplateQuery>

/** Contract of `GET cycles/{id}/export`: every table that the caller may read. CSV comes as one ZIP archive. */
export const CycleExportQuery = z.strictObject(FORMAT_QUERY)

const CYCLE_IDS = z
  .string()
  .min(1)
  .max(10_000)
  .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36})*$/i, { message: 'Ids of cycles, with commas between them.' })

/**
 * Contract of `GET projects/{id}/export`: cycles with every table that the caller may read, as one ZIP archive: a folder of
 * CSV files for each cycle, or one file of the other formats.
 */
export const ProjectExportQuery = z.strictObject({
  ...FORMAT_QUERY,
  /** Ids of cycles, comma-separated. All cycles of the project without it. */
  cycle_ids: CYCLE_IDS.optional(),
})

/** Contract of `GET exports`: one's own, newest first; everybody's for who may read the audit log. */
export const ExportsQuery = z.strictObject({ ...PAGE_QUERY, 'filter[cycle_id]': z.guid().optional() })

export const ExportReply = z.object({
  id: z.string(),
  /** Null: several cycles of a project. */
  cycle: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Null: of one cycle. */
  project: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Null: all tables. */
  table: z.object({ id: z.string(), name: z.string() }).nullable(),
  format: z.enum(TAKEN_FORMATS),
  file_name: z.string(),
  made_by: z.object({ id: z.string(), name: z.string() }).nullable(),
  started_at: z.string(),
  /** Null: it is being sent, or the server ended meanwhile. */
  finished_at: z.string().nullable(),
  state: z.enum(['sending', 'sent', 'broken_off']),
  /** Rows, bytes and SHA-256 of what was sent; null until then. */
  rows: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  sha256: z.string().nullable(),
})
export type ExportReply = z.infer<typeof ExportReply>

export const ExportsReply = pageOf(ExportReply)

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    // RangeError: it is no language tag, which the caller says
    return false
  }
}
