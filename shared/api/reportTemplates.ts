import { z } from 'zod'
import {
  AMOUNT_ROWS,
  type AmountRows,
  CHARTS,
  FACT_NAMES,
  LIST_ROWS,
  type Measure,
  MEASURES,
} from '#shared/reports/templates/reportTemplate.ts'

/** Contracts of the reports that people put together themselves: the same parts as in those that come with the program. */

/** What only some tables know. Elsewhere a column of it would say nothing in any row. */
const ONLY_OF: Partial<Record<Measure, 'gases' | 'categories'>> = {
  mass: 'gases',
  biogenic: 'categories',
  primary_share: 'categories',
  state: 'categories',
}

/** Columns that tables by these rows can have. */
export const measuresOf = (rows: AmountRows): Measure[] =>
  MEASURES.filter((measure) => (ONLY_OF[measure] ?? rows) === rows)

const eachOnce = <Item extends string>(items: readonly Item[]) =>
  z
    .array(z.enum(items))
    .min(1, 'Choose at least one.')
    .refine((chosen) => new Set(chosen).size === chosen.length, 'Name each once.')

const Table = z
  .strictObject({ kind: z.literal('table'), rows: z.enum(AMOUNT_ROWS), measures: eachOnce(MEASURES) })
  .superRefine(({ rows, measures }, problems) => {
    measures.forEach((measure, index) => {
      const only = ONLY_OF[measure]
      if (only !== undefined && only !== rows) {
        const message = `Only tables by ${only} have it. Take the column away, or choose those rows.`
        problems.addIssue({ code: 'custom', path: ['measures', index], message })
      }
    })
  })

const Block = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    text: z.string().trim().min(1, 'Write something, or take the part away.').max(5000),
  }),
  z.strictObject({ kind: z.literal('facts'), facts: eachOnce(FACT_NAMES) }),
  Table,
  z.strictObject({ kind: z.literal('list'), rows: z.enum(LIST_ROWS) }),
  z.strictObject({ kind: z.literal('chart'), of: z.enum(CHARTS) }),
])
export type OwnReportBlock = z.infer<typeof Block>

const Section = z.strictObject({
  title: z.string().trim().min(1, 'Give the section a title.').max(200),
  blocks: z.array(Block).min(1).max(20),
})
export type OwnReportSection = z.infer<typeof Section>

/** Contract of `POST projects/{id}/report_templates` and `PATCH report_templates/{id}`: the whole of it. */
export const ReportTemplateBody = z.strictObject({
  name: z.string().trim().min(1, 'Give the report a name.').max(100),
  sections: z.array(Section).min(1).max(30),
})
export type ReportTemplateBody = z.infer<typeof ReportTemplateBody>

export const ReportTemplateReply = ReportTemplateBody.extend({ id: z.guid(), updated_at: z.string() })
export type ReportTemplateReply = z.infer<typeof ReportTemplateReply>

/** Contract of `GET projects/{id}/report_templates`, by name. */
export const ReportTemplatesReply = z.object({ data: z.array(ReportTemplateReply) })
