import { z } from 'zod'
import { FIELD_TYPES } from '../fields/field.ts'
import { CellValueReply, ComputedReply } from './rows.ts'

const DECIMALS = ['point', 'comma'] as const
const DATES = ['day-first', 'month-first'] as const

/**
 * Contract of `POST tables/{id}/fields/{field_id}/redefinition` and of its `/preview`: what the cells of a field mean is
 * another from now on. What is left out stays. Locked cycles keep the field as it was.
 */
export const RedefinitionBody = z
  .strictObject({
    type: z.enum(FIELD_TYPES).optional(),
    /** Of numbers, and of the results of a formula. */
    unit: z.string().trim().min(1).max(100).nullable().optional(),
    /**
     * When it becomes a field of choices: their labels; those that it has keep their ids. A preview without them proposes what
     * stands in the cells.
     */
    options: z.array(z.string().trim().min(1).max(100)).max(500).optional(),
    /** In another unit: numbers are converted, or stay as they are because only the unit was wrong. */
    values: z.enum(['convert', 'keep']).default('convert'),
    formula: z.string().trim().min(1).max(2000).optional(),
    /** How texts are read that could be two things, like 1.234 and 01/02/2025; left out, as the other texts tell. */
    reading: z
      .strictObject({ decimals: z.enum(DECIMALS), dates: z.enum(DATES) })
      .partial()
      .optional(),
  })
  .refine(
    ({ type, unit, formula }) => type !== undefined || unit !== undefined || formula !== undefined,
    'Send at least one of type, unit and formula.',
  )
export type RedefinitionBody = z.infer<typeof RedefinitionBody>

const Sample = z.object({
  row_id: z.string(),
  before: z.union([CellValueReply, ComputedReply]),
  after: z.union([CellValueReply, ComputedReply]),
})
export type RedefinitionSample = z.infer<typeof Sample>

const CycleChange = z.object({
  cycle_id: z.string(),
  name: z.string(),
  /** It keeps the field as it was, with everything that it showed. */
  locked: z.boolean(),
  /** Cells that are not empty, of rows that are there. */
  cells: z.number().int(),
  /** Cells that hold another value afterwards, and fit. */
  converted: z.number().int(),
  /** Cells that do not fit afterwards: they stay as text and are marked. Of a formula: rows without a result any more. */
  kept: z.number().int(),
  samples: z.object({ converted: z.array(Sample), kept: z.array(Sample) }),
  /** Of the rows of this table; null when it has no result that you may read. */
  co2e_kg: z.object({ before: z.number().nullable(), after: z.number().nullable() }).nullable(),
})
export type RedefinedCycle = z.infer<typeof CycleChange>

export const RedefinitionPreview = z.object({
  cycles: z.array(CycleChange),
  /** Of the field afterwards, when it is one of choices. */
  options: z.array(z.object({ id: z.string(), label: z.string() })),
  /** `open`: texts that could be two things stay as they are, unless the request says how to read them. */
  reading: z.object({ decimals: z.enum([...DECIMALS, 'open']), dates: z.enum([...DATES, 'open']) }),
  /** Rules that a field of that type cannot have: they go. */
  rules_dropped: z.array(z.string()),
  /** Names of the formulas that read it, as far as you may read them. They still work. */
  read_by: z.array(z.string()),
})
export type RedefinitionPreview = z.infer<typeof RedefinitionPreview>
