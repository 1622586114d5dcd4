import type { Knex } from 'knex'
import type { IntensitiesReply, IntensityOfCycle } from '#shared/api/intensities.ts'
import type { ScopeBasis, ScopeFigure } from '#shared/api/scopeFigure.ts'
import type { ScopeNumber } from '../emissions/inventory.ts'
import { presentYear, yearSeries } from '../emissions/yearSeries.ts'
import type { Cycle } from '../models/Cycle.ts'
import { Denominator } from '../models/Denominator.ts'
import type { Identity } from '../policies/Identity.ts'
import { type DenominatorValue, DenominatorValues } from './denominatorValues.ts'
import { changePercent, intensityOf } from './intensityOf.ts'

/** Emissions of every cycle of a project over every denominator, as far as the person may read the emissions. */
export async function projectIntensities(
  trx: Knex.Transaction,
  identity: Identity,
  projectId: string,
  { scopes, basis }: { scopes: readonly ScopeNumber[]; basis: ScopeBasis },
): Promise<IntensitiesReply> {
  const years = (await yearSeries(trx, identity, projectId)).map(({ cycle, figure }) => ({
    cycle,
    emissions: figure(scopes, basis),
  }))
  const denominators = await Denominator.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy(['name', 'id'])
  const values = await DenominatorValues.load(
    trx,
    denominators.map(({ id }) => id),
  )
  return {
    scopes: [...scopes],
    basis,
    cycles: years.map(({ cycle, emissions }) => ({ ...presentYear(cycle), emissions })),
    denominators: denominators.map(({ id, name, kind, unit }) => {
      const byCycle = years.map(({ cycle, emissions }) => ofCycle(cycle, emissions, values.of(id, cycle)))
      return { id, name, kind, unit, by_cycle: byCycle.map((one, at) => withChange(one, byCycle[at - 1])) }
    }),
  }
}

type WithoutChange = Omit<IntensityOfCycle, 'change_percent'>

function ofCycle(cycle: Cycle, emissions: ScopeFigure, entered: DenominatorValue | null): WithoutChange {
  return {
    cycle_id: cycle.id,
    value: entered?.value ?? null,
    source: entered?.source ?? '',
    evidence: entered?.evidence ?? '',
    evidence_url: entered?.evidenceUrl ?? '',
    entered_at: entered?.enteredAt.toISOString() ?? null,
    from_version: entered === null || entered.version === cycle.version ? null : entered.version,
    ...intensityOf(emissions, entered?.value ?? null),
  }
}

const withChange = (one: WithoutChange, before: WithoutChange | undefined): IntensityOfCycle => ({
  ...one,
  change_percent: changePercent(before?.intensity_kg, one.intensity_kg),
})
