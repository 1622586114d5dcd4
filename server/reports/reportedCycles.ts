import type { Knex } from 'knex'
import { baseYearOf } from '../baseYear/baseYearOf.ts'
import { latestCycles, originalOf } from '../emissions/yearSeries.ts'
import type { Cycle } from '../models/Cycle.ts'

/** The cycles that the figures of a report are from. */
export interface ReportedCycles {
  current: Cycle
  /** The last one that ended before it began; null: there is none. */
  previous: Cycle | null
  /** Those of the base year; empty when none was chosen. */
  base: readonly Cycle[]
}

/** What a cycle is compared with, each in its latest version. */
export async function reportedCycles(trx: Knex.Transaction, current: Cycle): Promise<ReportedCycles> {
  const latest = await latestCycles(trx, current.projectId)
  const base = await baseYearOf(trx, current.projectId)
  const earlier = latest.filter((cycle) => cycle.endsOn < current.startsOn && originalOf(cycle) !== originalOf(current))
  return {
    current,
    previous: earlier.toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : 1)).at(-1) ?? null,
    base: base === null ? [] : latest.filter((cycle) => base.cycleIds.has(originalOf(cycle))),
  }
}

/** Each once. */
export const cyclesIn = ({ current, previous, base }: ReportedCycles): Cycle[] => [
  ...new Map([current, ...(previous === null ? [] : [previous]), ...base].map((cycle) => [cycle.id, cycle])).values(),
]
