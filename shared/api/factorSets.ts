import { z } from 'zod'
import { AMOUNT_UNITS, FACTOR_SET_STATUSES, ROW_REASONS, SET_COLUMNS, SET_LAYOUTS } from '../emissions/factorSet.ts'
import { GWP_SETS } from '../emissions/gas.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `factor_sets`: sets of factors that a tenant brings in a file of a publisher, or in a table of its own. */

const text = (most: number) => z.string().trim().max(most)
const YEAR = 'A year from 1990 to 2100.'

/** Contract of `POST factor_sets`, whose body is the file. */
export const NewFactorSetQuery = z.strictObject({ name: z.string().min(1).max(1000) })

/** How the file is read. Rows and columns are counted from 1, as spreadsheets show them. */
export const SetReading = z.strictObject({
  layout: z.enum(SET_LAYOUTS),
  /** Name of the sheet; of the eGRID workbook null, because several are read. */
  sheet: z.string().max(200).nullable(),
  /** Row with the names of the columns; null: found by the layout. */
  header_row: z.number().int().min(1).max(1_000_000).nullable(),
  /** Of a table: which column says what. */
  columns: z.partialRecord(z.enum(SET_COLUMNS), z.number().int().min(1).max(16_384)),
  /** Of a table: the mass of its amounts per unit. */
  amount_unit: z.enum(AMOUNT_UNITS),
  /** Of a table: where a row names no place, and which GWP set is behind CO2e where it names none (null: not stated). */
  geography: text(40),
  gwp: z.enum(GWP_SETS).nullable(),
})
export type SetReading = z.infer<typeof SetReading>

const SET_FIELDS = {
  publisher: text(200).min(1, 'Name who published it.'),
  title: text(300).min(1, 'Name the publication.'),
  edition: text(100).min(1, 'Name the edition, such as 2026 v1.2 or rev2.'),
  /** Year that the edition is of: what an earlier edition and a correction are, is told by it. */
  year: z.number().int().min(1990, YEAR).max(2100, YEAR),
  /** ISO date; null: not known. */
  published_on: z.iso.date().nullable(),
  licence: text(300),
  url: text(1000),
  reading: SetReading,
}

/** Contract of `PATCH factor_sets/{id}`, before its factors are taken in. What is left out stays. */
export const FactorSetBody = z.strictObject(SET_FIELDS).partial()
export type FactorSetBody = z.infer<typeof FactorSetBody>

/** Contract of `POST factor_sets/{id}/import`: `rejected` is the number that the preview said, so that nobody takes in less than they saw. */
export const FactorSetImportBody = z.strictObject({ rejected: z.number().int().min(0) })
export type FactorSetImportBody = z.infer<typeof FactorSetImportBody>

/** Contract of `POST factor_sets/{id}/status`. Retiring needs a reason. */
export const FactorSetStatusBody = z.strictObject({
  status: z.enum(['approved', 'retired']),
  reason: text(2000).default(''),
})
export type FactorSetStatusBody = z.infer<typeof FactorSetStatusBody>

export const FactorSetsQuery = z.strictObject(PAGE_QUERY)

/** What the caller may do with a set now. */
export const FACTOR_SET_ACTIONS = ['edit', 'import', 'discard', 'approve', 'retire'] as const
export type FactorSetAction = (typeof FACTOR_SET_ACTIONS)[number]

const Cell = z.union([z.string(), z.number(), z.boolean()]).nullable()

/** The beginning of a sheet, to choose its columns by. */
export const SheetOutline = z.object({
  name: z.string(),
  rows: z.number().int(),
  columns: z.number().int(),
  /** The first rows, cut to what a page can show. */
  head: z.array(z.array(Cell)),
})
export type SheetOutline = z.infer<typeof SheetOutline>

export const FACTOR_SET_STEPS = ['create', 'change', 'import', 'approve', 'retire'] as const
export type FactorSetStep = (typeof FACTOR_SET_STEPS)[number]

export const FactorSetReply = z.object({
  id: z.guid(),
  ...SET_FIELDS,
  publisher: z.string(),
  title: z.string(),
  edition: z.string(),
  year: z.number().int().nullable(),
  status: z.enum(FACTOR_SET_STATUSES),
  /** Editions of the same publication and year, one after the other; a later one corrects those before it. */
  version: z.number().int(),
  file: z.object({ name: z.string(), size_bytes: z.number().int(), sha256: z.string() }),
  /** Once they are taken in: factors, and rows that gave none. */
  factors: z.number().int().nullable(),
  rejected: z.number().int().nullable(),
  actions: z.array(z.enum(FACTOR_SET_ACTIONS)),
})
export type FactorSetReply = z.infer<typeof FactorSetReply>

/** With what can be read of its file, and what was done by whom. */
export const FactorSetDetailReply = FactorSetReply.extend({
  sheets: z.array(SheetOutline),
  /** Oldest first. */
  steps: z.array(
    z.object({
      step: z.enum(FACTOR_SET_STEPS),
      by: z.object({ id: z.string(), name: z.string() }),
      /** ISO 8601. */
      at: z.string(),
      reason: z.string(),
    }),
  ),
})
export type FactorSetDetailReply = z.infer<typeof FactorSetDetailReply>

/** Newest first. */
export const FactorSetsReply = pageOf(FactorSetReply)

/** A row that gives no factor, and why. */
export const RejectedRow = z.object({
  sheet: z.string(),
  /** As the spreadsheet counts it. */
  row: z.number().int(),
  /** Name of the cell that is wrong, such as D12; null: the row as a whole. */
  cell: z.string().nullable(),
  reason: z.enum(ROW_REASONS),
  /** In English; `says` and what follows tell the same in parts, for other languages. */
  message: z.string(),
  /** What stands there, cut to a line; null: nothing does. Of another unit than before: the unit. */
  says: z.string().nullable(),
  /** Rows that are the same factor, itself among them, where it is there twice and they are known. */
  rows: z.array(z.number().int()),
  /** Of another unit than before: what it was per, and in which edition. */
  before: z.object({ unit: z.string(), edition: z.string() }).nullable(),
  /** What may stand there, where that is a short list. */
  allowed: z.array(z.string()),
})
export type RejectedRow = z.infer<typeof RejectedRow>

const PreviewedFactor = z.object({
  name: z.string(),
  /** Null: formulas cannot use it. */
  unit: z.string().nullable(),
  geography: z.string(),
  /** Sheet and cells. */
  reference: z.string(),
  /** Kilograms of CO2e per unit by AR5; null: nothing in the scopes. */
  co2e_kg: z.number().nullable(),
})

/** Most that a preview lists of each kind; the counts are always of all. */
export const MOST_PREVIEWED = 200
export const MOST_REJECTED = 5000

/** Contract of `GET factor_sets/{id}/preview`: what taking it in would do; nothing is real yet. */
export const FactorSetPreviewReply = z.object({
  /** The edition that it is compared with; null: there is none. */
  against: z.object({ publisher: z.string(), title: z.string(), edition: z.string() }).nullable(),
  counts: z.object({
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    /** In the earlier edition and not in this one. */
    missing: z.number().int(),
    rejected: z.number().int(),
    /** Of the good ones those that formulas cannot use, such as energy per kilometre. */
    unusable: z.number().int(),
  }),
  added: z.array(PreviewedFactor),
  changed: z.array(PreviewedFactor.extend({ before_co2e_kg: z.number().nullable() })),
  missing: z.array(z.object({ id: z.string(), name: z.string(), unit: z.string().nullable() })),
  rejected: z.array(RejectedRow),
})
export type FactorSetPreviewReply = z.infer<typeof FactorSetPreviewReply>

/** A residual mix of an approved set, as an instrument states it. */
export const ResidualMixReply = z.object({
  factor_id: z.string(),
  name: z.string(),
  market: z.string(),
  year: z.number().int(),
  rates: z.object({ CO2: z.number().optional(), CO2e: z.number().optional() }),
  rate_unit: z.literal('kg/MWh'),
  rate_gwp: z.enum(GWP_SETS).nullable(),
  /** Publication, edition and cells. */
  evidence: z.string(),
  url: z.string(),
})
export type ResidualMixReply = z.infer<typeof ResidualMixReply>

export const ResidualMixesReply = z.object({ data: z.array(ResidualMixReply) })
export type ResidualMixesReply = z.infer<typeof ResidualMixesReply>

/** Query of `GET factor_set_template`: an empty table whose columns are recognised. */
export const FactorSetTemplateQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') })
export type FactorSetTemplateQuery = z.infer<typeof FactorSetTemplateQuery>
