import type { Knex } from 'knex'
import type { FactorQualityReply } from '#shared/api/quality.ts'
import type { Assessment } from './assessments.ts'
import { namesOf } from './namesOf.ts'

/** What was said of one number, newest first, with who said it: the one that holds and those before it. */
export async function saidQuality(trx: Knex.Transaction, all: readonly Assessment[]): Promise<FactorQualityReply> {
  const names = await namesOf(
    trx,
    all.map(({ madeBy }) => madeBy),
  )
  const [newest, ...former] = all.map(({ rangePercent, scores, reason, madeBy, madeAt }) => ({
    range_percent: rangePercent,
    scores,
    reason,
    made_by: names.get(madeBy ?? '') ?? null,
    made_at: madeAt.toISOString(),
  }))
  const none = { range_percent: null, scores: {}, reason: null, made_by: null, made_at: null }
  return { ...(newest ?? none), former }
}
