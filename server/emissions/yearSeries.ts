import type { Knex } from 'knex'
import type { YearOfCycle } from '#shared/api/scopeFigure.ts'
import { factorYearOf } from '#shared/cycles/period.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { type FigureOver, scopeFigures } from './scopeFigures.ts'

/** A cycle of a project with what it comes to. */
export interface YearOfSeries {
  cycle: Cycle
  figure: FigureOver
}

/** Every cycle of a project in its latest version, oldest first. Scans the rows of each. */
export async function yearSeries(
  trx: Knex.Transaction,
  identity: Identity,
  projectId: string,
): Promise<YearOfSeries[]> {
  const years: YearOfSeries[] = []
  for (const cycle of await latestCycles(trx, projectId)) {
    years.push({ cycle, figure: await scopeFigures(trx, identity, cycle) })
  }
  return years
}

export async function latestCycles(trx: Knex.Transaction, projectId: string): Promise<Cycle[]> {
  return Cycle.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .whereNull('restated_by')
    .orderBy(['starts_on', 'ends_on', 'id'])
}

/** The id under which every version of a cycle is one. */
export const originalOf = ({ id, originalId }: Pick<Cycle, 'id' | 'originalId'>): string => originalId ?? id

export const yearOf = ({ startsOn, endsOn }: Cycle): number => factorYearOf({ startsOn, endsOn })

export const presentYear = (cycle: Cycle): YearOfCycle => ({
  id: cycle.id,
  name: cycle.name,
  starts_on: cycle.startsOn,
  ends_on: cycle.endsOn,
  year: yearOf(cycle),
  status: cycle.status,
})
