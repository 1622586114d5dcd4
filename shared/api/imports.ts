import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'
import { CellValueReply } from './rows.ts'

/**
 * Contracts of imports: a file of rows that is brought to a sheet, looked at, compared with what stands there, and taken in as
 * far as it is right. Rows and columns of a file are counted from 1, as spreadsheets show them.
 */

export const IMPORT_FORMATS = ['csv', 'xlsx', 'json', 'ndjson'] as const

/** How the bytes of a text are read. Found by the file; another one may be asked for. */
export const IMPORT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256'] as const

/**
 * `reading`, `previewing`, `committing`, `reverting`: a job does it, `job` says how far it is. `unreadable`: `problem` says why,
 * and another encoding or delimiter may help. `draft`: the recipe is to be told. `previewed`: nothing is written yet.
 * `partly_committed`: it was cut short, and what is right and not written waits for another commit. `committed`: everything right
 * is written; rejected rows may be mended and committed. `reverted`: what it wrote was taken back, as far as nobody had changed
 * it; its rows are gone, and `counts` stay. `cancelled`: given up before anything was written, by its person, or by itself after a
 * month or once the cycle is locked.
 */
export const IMPORT_STATES = [
  'reading',
  'unreadable',
  'draft',
  'previewing',
  'previewed',
  'committing',
  'partly_committed',
  'committed',
  'reverting',
  'reverted',
  'cancelled',
] as const

/** What the caller may do with an import now. `edit`: the recipe; `fix`: cells of rejected rows. */
export const IMPORT_ACTIONS = ['edit', 'preview', 'fix', 'commit', 'cancel', 'revert'] as const

export type ImportAction = (typeof IMPORT_ACTIONS)[number]

/** Most columns of a recipe. */
const MOST_COLUMNS = 1000

/** One column of the file, and what it goes into. Columns that are not named are left out. */
export const ImportColumn = z.strictObject({
  column: z.number().int().min(1).max(16_384),
  /** Id of a field, or `row_id`: the id of a row, as exports have it in their first column. */
  target: z.union([z.literal('row_id'), z.guid()]),
  /** The unit that its numbers are in, where the cells name none; null: that of the field. */
  unit: z.string().trim().min(1).max(50).nullable().default(null),
  /** How its numbers and dates are written; null: as the file shows. Needed where `columns[].decimals` or `.dates` is `open`. */
  decimals: z.enum(['point', 'comma']).nullable().default(null),
  dates: z.enum(['day_first', 'month_first']).nullable().default(null),
})
export type ImportColumn = z.infer<typeof ImportColumn>

export const ImportRecipe = z.strictObject({
  /** Name of the sheet; of a file that is one table, as `sheets` names it. */
  sheet: z.string().max(200),
  /** Row with the names of the columns; 0: there is none. Rows behind it are imported. */
  header_row: z.number().int().min(0).max(1000),
  columns: z.array(ImportColumn).max(MOST_COLUMNS),
  /** By what a row of the file is one of the sheet: nothing (all are added), its id, or the values of `key_fields`. */
  match: z.enum(['none', 'row_id', 'fields']),
  /** Ids of fields that are mapped. Empty unless `match` is `fields`. */
  key_fields: z.array(z.guid()).max(10).default([]),
  /** What an empty cell means for a row that is there already. */
  empty: z.enum(['keep', 'clear']).default('keep'),
  /** What names no option, member, row or factor: the row is rejected, or the cell is left out. */
  unknown: z.enum(['reject', 'skip']).default('reject'),
  /** Texts that begin like a formula stand behind an apostrophe that is no part of them, as in exports in CSV. */
  guarded: z.boolean().default(false),
})
export type ImportRecipe = z.infer<typeof ImportRecipe>

/** Contract of `POST tables/{id}/imports`, whose body is the file itself (`application/octet-stream`). */
export const NewImportQuery = z.strictObject({ cycle_id: z.guid(), name: z.string().min(1).max(1000) })

/** Contract of `PATCH imports/{id}`. `reading` reads the file anew (state `reading`); a recipe undoes the preview. */
export const ImportBody = z.strictObject({
  recipe: ImportRecipe.optional(),
  reading: z
    .strictObject({
      /** Null: found by the file. */
      encoding: z.enum(IMPORT_ENCODINGS).nullable().default(null),
      delimiter: z.string().min(1).max(1).nullable().default(null),
    })
    .optional(),
})
export type ImportBody = z.infer<typeof ImportBody>

/** Contract of `POST imports/{id}/commit`: the numbers that the preview said, so that nobody takes in something else than they saw. */
export const CommitImportBody = z.strictObject({
  added: z.number().int().min(0),
  changed: z.number().int().min(0),
})
export type CommitImportBody = z.infer<typeof CommitImportBody>

/** Contract of `GET tables/{id}/imports`: newest first; one's own, and everybody's for who may read the audit log. */
export const ImportsQuery = z.strictObject({ ...PAGE_QUERY, cycle_id: z.guid().optional() })

/** What a cell of a file holds; lists only in JSON. */
export const FileCell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
export type FileCell = z.infer<typeof FileCell>

/**
 * Why a row is rejected, besides the codes of cells. `key-empty`: it has no key. `key-twice`: an earlier row of the file has the
 * same. `key-several`: several rows of the sheet have it. `row-deleted`: its row was deleted. `invalid-id`: no id of a row.
 * `may-not-add`: the caller may not add rows. `changed-meanwhile`: somebody wrote other values between preview and commit.
 * `not-computed`: a formula was saved without its value. `other-unit`: the unit does not become the field's. `required`: a row
 * would be added without it. The others: the gate refused the cell, as `POST tables/{id}/rows` tells it.
 */
const IMPORT_REASONS = [
  'key-empty',
  'key-twice',
  'key-several',
  'row-deleted',
  'invalid-id',
  'may-not-add',
  'changed-meanwhile',
  'not-computed',
  'other-unit',
  'ambiguous',
] as const

/** Where a cell of the file, or of the sheet, does not fit. `code` as a cell of a paste has it, or one of these. */
export const ImportReason = z.object({
  /** Id of the field; null: the row as a whole, or its id. */
  field_id: z.string().nullable(),
  code: z.string().meta({ examples: [...IMPORT_REASONS] }),
  /** In English: what is wrong, and the remedy. */
  message: z.string(),
})
export type ImportReason = z.infer<typeof ImportReason>

export const ROW_STATES = ['added', 'changed', 'unchanged', 'rejected'] as const

/** Contract of `GET imports/{id}/rows`, in the order of the file. */
export const ImportRowsQuery = z.strictObject({ ...PAGE_QUERY, state: z.enum(ROW_STATES) })
export type ImportRowsQuery = z.infer<typeof ImportRowsQuery>

export const ImportRowReply = z.object({
  /** Its number in the file. */
  row: z.number().int(),
  state: z.enum(ROW_STATES),
  /** An added or changed row that stands in the sheet by now. */
  is_written: z.boolean(),
  /** Of the sheet; null: it has none yet, or none is known. */
  row_id: z.string().nullable(),
  /**
   * As the file, or whoever mended it, has them: by column number, only those of the recipe that the caller may read. Null a month
   * after their rows are written; the file has them.
   */
  cells: z.record(z.string(), FileCell),
  /** What is written, by field id: all cells of an added row, of a changed one those that change. Empty when rejected. */
  values: z.record(z.string(), CellValueReply),
  /** Of a changed row, what stood there at the preview. */
  before: z.record(z.string(), CellValueReply),
  /** What `values` and `before` are called, by field id and value, where a cell holds an id of something. */
  labels: z.record(z.string(), z.record(z.string(), z.string())),
  reasons: z.array(ImportReason),
})
export type ImportRowReply = z.infer<typeof ImportRowReply>

export const ImportRowsReply = pageOf(ImportRowReply)
export type ImportRowsReply = z.infer<typeof ImportRowsReply>

/** Contract of `PATCH imports/{id}/rows`: other texts for cells of rejected rows. They are checked at once; the reply has them. */
export const FixImportRowsBody = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        row: z.number().int().min(1),
        /** By column number. Null empties the cell. */
        cells: z.record(
          z.string().regex(/^[1-9]\d{0,4}$/, 'The number of a column.'),
          z.string().max(10_000).nullable(),
        ),
      }),
    )
    .min(1)
    .max(500),
})
export type FixImportRowsBody = z.infer<typeof FixImportRowsBody>

export const FixImportRowsReply = z.object({ rows: z.array(ImportRowReply), import: z.lazy(() => ImportReply) })

const DECIMALS = z.enum(['point', 'comma', 'open']).nullable()
const DATES = z.enum(['day_first', 'month_first', 'open']).nullable()

/** A column below the header row of the recipe. */
export const FileColumn = z.object({
  column: z.number().int(),
  /** What stands above it; null: nothing. */
  title: z.string().nullable(),
  /** Some of its cells, each once. */
  samples: z.array(FileCell),
  /** Cells that hold something. */
  filled: z.number().int(),
  /** How its texts are numbers; `open`: nothing tells, and a person is to say. Null: no text in it depends on it. */
  decimals: DECIMALS,
  /** Texts that are two numbers, with both. */
  decimal_samples: z.array(z.object({ text: z.string(), point: z.number(), comma: z.number() })),
  /** The same of dates, which are told as ISO dates. */
  dates: DATES,
  date_samples: z.array(z.object({ text: z.string(), day_first: z.string(), month_first: z.string() })),
  /** What it probably goes into. `same`: as in an earlier import, or as an export names it; `name`: called alike. */
  guess: z.object({ target: z.union([z.literal('row_id'), z.string()]), by: z.enum(['same', 'name']) }).nullable(),
})
export type FileColumn = z.infer<typeof FileColumn>

export const FileSheet = z.object({
  name: z.string(),
  rows: z.number().int(),
  columns: z.number().int(),
  /** The first rows, cut to what a page can show. */
  head: z.array(z.array(FileCell)),
})

/** Tonnes of CO2e of the rows that the import adds or changes, without and with it. */
export const ImportEffect = z.object({
  before_t: z.number(),
  after_t: z.number(),
  /** Of these rows, those without a result before and after: unknown is not zero. */
  unknown_before: z.number().int(),
  unknown_after: z.number().int(),
})
export type ImportEffect = z.infer<typeof ImportEffect>

/** Why no effect is told: no result that the caller may read, or one that is gathered from other rows and known after the commit. */
export const NO_EFFECT = ['no-result', 'gathered'] as const

export const ImportReply = z.object({
  id: z.string(),
  table: z.object({ id: z.string(), name: z.string() }),
  cycle: z.object({ id: z.string(), name: z.string() }),
  state: z.enum(IMPORT_STATES),
  file: z.object({
    name: z.string(),
    format: z.enum(IMPORT_FORMATS),
    bytes: z.number().int(),
    sha256: z.string(),
  }),
  /** Null until it was read, and for who did not bring it. Delimiter and encoding of texts only. */
  reading: z
    .object({
      encoding: z.enum(IMPORT_ENCODINGS).nullable(),
      delimiter: z.string().nullable(),
      sheets: z.array(FileSheet),
    })
    .nullable(),
  /** Guessed when the file was read; null until then, and for who did not bring it. */
  recipe: ImportRecipe.nullable(),
  /** Of the sheet of the recipe. Empty while there is none. */
  columns: z.array(FileColumn),
  /** An earlier import of the table with the same columns, whose recipe this one began with. */
  recipe_from: z.object({ id: z.string(), created_at: z.string() }).nullable(),
  /** Null until there is a preview. `written`: of the added and changed rows, those that stand in the sheet. */
  counts: z
    .object({
      added: z.number().int(),
      changed: z.number().int(),
      unchanged: z.number().int(),
      rejected: z.number().int(),
      written: z.number().int(),
    })
    .nullable(),
  effect: ImportEffect.nullable(),
  /** Null while there is no preview, or there is an effect. */
  no_effect: z.enum(NO_EFFECT).nullable(),
  /** Of a revert: cells that were put back, rows that were deleted again, and cells and rows that somebody had changed since. */
  reverted: z.object({ cells: z.number().int(), rows: z.number().int(), kept: z.number().int() }).nullable(),
  /** What works on it, or worked last; `progress` is a part of one. */
  job: z.object({ id: z.string(), progress: z.number(), doing: z.string().nullable() }).nullable(),
  /** Why the last job failed. */
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /** What it is in the history of the sheet, once something is written. */
  gesture_id: z.string().nullable(),
  made_by: z.object({ id: z.string(), name: z.string() }).nullable(),
  created_at: z.string(),
  committed_at: z.string().nullable(),
  reverted_at: z.string().nullable(),
  actions: z.array(z.enum(IMPORT_ACTIONS)),
})
export type ImportReply = z.infer<typeof ImportReply>

/** Without what is long: `reading` and `recipe` are null, `columns` empty. */
export const ImportsReply = pageOf(ImportReply)
export type ImportsReply = z.infer<typeof ImportsReply>

/** Contract of `GET imports/{id}/kept`: what a revert left as it is, because somebody changed it since; the first of it. */
export const KeptCellsReply = z.object({
  data: z.array(
    z.object({
      row_id: z.string(),
      /** Null: the row as a whole was added by the import, and somebody wrote into it. */
      field_id: z.string().nullable(),
      /** What the import wrote, and what stands there now. */
      imported: CellValueReply,
      now: CellValueReply,
    }),
  ),
})
export type KeptCellsReply = z.infer<typeof KeptCellsReply>
