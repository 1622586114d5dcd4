import { z } from 'zod'
import { CYCLE_STATUSES } from './cycles.ts'

/** Contracts of the reports of a cycle: one filled report, which the page and the workbook only show. */

/** Templates that come with the program. */
export const REPORT_IDS = ['ghg-protocol', 'esrs-e1', 'gri-305', 'cdp', 'secr'] as const
export type ReportId = (typeof REPORT_IDS)[number]

/** Languages that a report is written in. */
export const REPORT_LOCALES = ['en', 'ar'] as const
export type ReportLocale = (typeof REPORT_LOCALES)[number]

/** Contract of `GET cycles/{id}/reports/{report}`. */
export const ReportQuery = z.strictObject({ locale: z.enum(REPORT_LOCALES).default('en') })

/** What a report can be taken out as. */
export const REPORT_FORMATS = ['xlsx', 'pdf'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Contract of `GET cycles/{id}/reports/{report}/file`. */
export const ReportFileQuery = ReportQuery.extend({ format: z.enum(REPORT_FORMATS).default('xlsx') })

/**
 * Why there is no figure: nobody has estimated it; something in it is not the reader’s to see; it is declared not to exist at the
 * company, or left out; or what it would be measured by was never chosen. None of these is zero.
 */
const NO_FIGURES = ['unknown', 'hidden', 'not_applicable', 'excluded', 'none'] as const
export type NoFigure = (typeof NO_FIGURES)[number]

/** A cell: a text, a figure, or the word for why there is none. `text` is what people read, in the language of the report. */
export const ReportCell = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('figure'),
    /** Unrounded, in the unit of its column or, where that has none, in `unit`. */
    value: z.number(),
    text: z.string(),
    unit: z.string().nullable(),
  }),
  z.object({ kind: z.literal('none'), why: z.enum(NO_FIGURES), text: z.string() }),
])
export type ReportCell = z.infer<typeof ReportCell>

const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])

const Facts = z.object({
  kind: z.literal('facts'),
  items: z.array(z.object({ label: z.string(), value: ReportCell })),
})

const Table = z.object({
  kind: z.literal('table'),
  title: z.string(),
  /** The first one is over the labels of the rows. */
  columns: z.array(z.object({ title: z.string(), unit: z.string().nullable(), is_number: z.boolean() })),
  rows: z.array(
    z.object({
      label: z.string(),
      scope: Scope.nullable(),
      /** It sums up others. */
      is_total: z.boolean(),
      /** One for each column after the first. */
      cells: z.array(ReportCell),
    }),
  ),
})

const Chart = z.object({
  kind: z.literal('chart'),
  title: z.string(),
  unit: z.string(),
  /** `columns`: points beside each other, such as months; `bars`: below each other, with their labels. */
  layout: z.enum(['columns', 'bars']),
  points: z.array(
    z.object({
      label: z.string(),
      /** What the value is called in words. */
      text: z.string(),
      /** Stacked, in order. Null: there is no figure. */
      parts: z.array(z.object({ scope: Scope.nullable(), value: z.number().nullable() })),
    }),
  ),
})

const Notes = z.object({ kind: z.literal('notes'), items: z.array(z.string()) })

const ReportBlock = z.discriminatedUnion('kind', [Facts, Table, Chart, Notes])
export type ReportBlock = z.infer<typeof ReportBlock>
export type ReportTable = z.infer<typeof Table>
export type ReportChart = z.infer<typeof Chart>

export const ReportReply = z.object({
  /** A name of `REPORT_IDS`, or the id of a report that somebody put together. */
  report: z.string(),
  locale: z.enum(REPORT_LOCALES),
  title: z.string(),
  /** Document and edition that the template follows; empty: it follows none. */
  edition: z.string(),
  organisation: z.string(),
  project: z.string(),
  cycle: z.object({
    id: z.guid(),
    name: z.string(),
    starts_on: z.string(),
    ends_on: z.string(),
    status: z.enum(CYCLE_STATUSES),
    version: z.number().int(),
  }),
  /**
   * `sealed`: amounts of emissions are those of the sealed run, and what stands beside them is read from the rows of the
   * locked cycle. `sealed_in_part`: the cycle is sealed, but not all of it is the reader’s to
   * see, so figures are those of the rows that they may. `draft`: the cycle is not locked, and figures can change.
   */
  state: z.enum(['sealed', 'sealed_in_part', 'draft']),
  state_text: z.string(),
  seal: z.object({ seal_hash: z.string(), root_hash: z.string(), sealed_at: z.string() }).nullable(),
  /** When it was filled (ISO 8601). */
  made_at: z.string(),
  /** What stands on the first page of a printed one. */
  cover: Facts.shape.items,
  sections: z.array(
    z.object({
      title: z.string(),
      /** Where the document asks for it. */
      reference: z.string(),
      blocks: z.array(ReportBlock),
    }),
  ),
  /** What stands at the end of every page of it. */
  foot: z.array(z.string()),
  /** The last line of it: when it was filled. Files that are equal as long as the report is leave it out. */
  made_text: z.string(),
})
export type ReportReply = z.infer<typeof ReportReply>
