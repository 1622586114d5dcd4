import { z } from 'zod'
import { QUALITY_INDICATORS } from '../uncertainty/pedigree.ts'

/** Contracts of `tables/{id}/quality`, `factors/{id}/quality` and `instruments/{id}/quality`: how sure activities, factors and rates are. */

export const QUALITY_COLUMNS = ['range', ...QUALITY_INDICATORS] as const
export type QualityColumn = (typeof QUALITY_COLUMNS)[number]

/** Wider is not known at all. */
const MOST_PERCENT = 10_000

const Score = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)], {
  error: 'A score from 1 (worst) to 5 (best).',
})
/** By indicator of the Scope 3 Standard, table 7.6, from 1 (worst) to 5 (best). One that is left out counts as 1. */
const Scores = z.strictObject({
  technology: Score.optional(),
  time: Score.optional(),
  geography: Score.optional(),
  completeness: Score.optional(),
  reliability: Score.optional(),
})
const Stated = {
  /** Half-width of the 95 % interval in percent of the value; goes before scores. Null: not stated. */
  range_percent: z.number().min(0, 'A range is not negative.').max(MOST_PERCENT).nullable(),
  scores: Scores,
}
const Reason = z.string().trim().min(1, 'Say why: an auditor will ask.').max(1000)

const Columns = z.strictObject({
  range: z.guid().nullable(),
  technology: z.guid().nullable(),
  time: z.guid().nullable(),
  geography: z.guid().nullable(),
  completeness: z.guid().nullable(),
  reliability: z.guid().nullable(),
})

export const TableQualityBody = z.strictObject({
  /** Ids of the fields whose cells say how sure a row is; null: no such field. */
  columns: Columns,
  /** For rows in which those are empty. */
  ...Stated,
  reason: Reason,
})
export type TableQualityBody = z.infer<typeof TableQualityBody>

const Made = {
  reason: z.string().nullable(),
  /** Null: nobody has assessed it, or the person is gone. */
  made_by: z.string().nullable(),
  made_at: z.string().nullable(),
}

export const TableQualityReply = z.object({ columns: Columns, ...Stated, ...Made })
export type TableQualityReply = z.infer<typeof TableQualityReply>

/** Of a factor, or of the rate of an instrument. */
export const FactorQualityBody = z.strictObject({ ...Stated, reason: Reason })
export type FactorQualityBody = z.infer<typeof FactorQualityBody>

const FactorQualityEntry = z.object({ ...Stated, ...Made })

/** The one that holds, and those before it, newest first (at most 50). */
export const FactorQualityReply = FactorQualityEntry.extend({ former: z.array(FactorQualityEntry) })
export type FactorQualityReply = z.infer<typeof FactorQualityReply>
