import { z } from 'zod'
import { CHANGED_BY, CHANGED_WHAT, isChangedSince } from './changedFilter.ts'
import { SCALE_KINDS } from './columnScales.ts'
import { MARK_SCOPES, MARK_STYLES, MARK_TESTS, MOST_MARKS } from './markRules.ts'
import { MEASURES } from './measures.ts'
import { ROW_HEIGHTS } from './rowHeights.ts'

const MOST_COLUMNS = 300
const MOST_VALUES = 2000

const Key = z.string().min(1).max(100)
const keys = z.array(Key).max(MOST_COLUMNS).default([])
const MarkValue = z.union([z.number(), z.string().max(1000)]).nullable()
const End = z.union([z.number(), z.string().max(100)]).nullable()

/** Which values of a column pass. `except`: all but these. Ends of a range are included; null is open. */
const FilterTest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('values'),
    values: z.array(z.string().max(10_000)).max(MOST_VALUES),
    except: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('range'), from: End, to: End }),
  z.strictObject({ kind: z.literal('contains'), text: z.string().max(1000) }),
])

/**
 * How somebody looks at the sheets of a table, as it is kept on the server. Everything that concerns a column names it by
 * `key` (`readableView` relies on it). Columns may be gone by now. What is left out is as in the plain view.
 */
export const ViewDefinition = z.strictObject({
  /** The first one counts most. */
  sort: z
    .array(z.strictObject({ key: Key, descending: z.boolean() }))
    .max(MOST_COLUMNS)
    .default([]),
  /** The columns whose values head groups of rows, the outermost first. */
  groups: keys,
  filters: z
    .array(z.strictObject({ key: Key, test: FilterTest.nullable(), empty: z.boolean(), errors: z.boolean() }))
    .max(MOST_COLUMNS)
    .default([]),
  /** Only rows that changed; null: all. */
  changed: z
    .strictObject({
      what: z.enum(CHANGED_WHAT),
      since: z
        .string()
        .max(20)
        .refine(isChangedSince, 'Not a moment: a date like 2025-03-31, or today, yesterday, week, visit'),
      by: z.enum(CHANGED_BY),
    })
    .nullable()
    .default(null),
  /** A text that is looked for in every column. */
  search: z.string().max(1000).default(''),
  hidden: keys,
  pinned: z
    .array(z.strictObject({ key: Key, at: z.enum(['start', 'end', 'none']) }))
    .max(MOST_COLUMNS)
    .default([]),
  order: keys,
  widths: z
    .array(z.strictObject({ key: Key, px: z.number().int().min(0).max(2000) }))
    .max(MOST_COLUMNS)
    .default([]),
  totals: z
    .array(z.strictObject({ key: Key, measure: z.enum(MEASURES) }))
    .max(MOST_COLUMNS)
    .default([]),
  /** Cells that are to catch the eye; the first rule that holds counts. */
  marks: z
    .array(
      z.strictObject({
        key: Key,
        when: z.enum(MARK_TESTS),
        value: MarkValue,
        to: MarkValue,
        style: z.enum(MARK_STYLES),
        scope: z.enum(MARK_SCOPES),
      }),
    )
    .max(MOST_MARKS)
    .default([]),
  /** Columns of numbers that show how large each is beside the others. */
  scales: z
    .array(z.strictObject({ key: Key, kind: z.enum(SCALE_KINDS) }))
    .max(MOST_COLUMNS)
    .default([]),
  row_height: z.enum(ROW_HEIGHTS).default('normal'),
})
export type ViewDefinition = z.infer<typeof ViewDefinition>
