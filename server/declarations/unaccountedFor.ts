import type { Knex } from 'knex'
import type { Unaccounted } from '#shared/api/cycles.ts'
import { cycleCompleteness } from '../completeness/cycleCompleteness.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { cycleDeclarations } from './cycleDeclarations.ts'

/**
 * What of a cycle is neither counted nor declared, of what the person may read: categories of scope 3 (GHG Protocol Corporate
 * Value Chain Standard, chapter 6: account for every category, or disclose and justify its exclusion), and months in which
 * a source has no row.
 */
export async function unaccountedFor(trx: Knex.Transaction, identity: Identity, cycle: Cycle): Promise<Unaccounted> {
  const { categories } = await cycleDeclarations(trx, identity, cycle.id)
  const { sites } = await cycleCompleteness(trx, identity, cycle, undefined)
  return {
    s3_categories: categories.filter(({ state }) => state === 'unknown').map((one) => one.s3_category),
    missing_rows: sites.flatMap(({ months }) => months).reduce((sum, { missing }) => sum + missing, 0),
  }
}
