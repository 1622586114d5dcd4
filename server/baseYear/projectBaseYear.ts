import type { Knex } from 'knex'
import type { BaseYearReply } from '#shared/api/baseYear.ts'
import { presentYear, yearSeries } from '../emissions/yearSeries.ts'
import { changePercent } from '../intensity/intensityOf.ts'
import type { Identity } from '../policies/Identity.ts'
import { baseYearEvents } from './baseYearEvents.ts'
import { baseYearOf, meanFigure, yearsOfBase } from './baseYearOf.ts'
import { recalculation } from './recalculation.ts'

const NONE: BaseYearReply = {
  base_year: null,
  cycles: [],
  events: [],
  undecided_percent: null,
  asks_for_recalculation: null,
}

/** The base year of a project, every cycle against it, and whether something asks for another one; as the person may see it. */
export async function projectBaseYear(
  trx: Knex.Transaction,
  identity: Identity,
  projectId: string,
): Promise<BaseYearReply> {
  const base = await baseYearOf(trx, projectId)
  if (base === null) {
    return NONE
  }
  const { scopes, basis, policy, thresholdPercent } = base
  const years = await yearSeries(trx, identity, projectId)
  const own = yearsOfBase(base, years)
  const emissions = meanFigure(own.map(({ figure }) => figure(scopes, basis)))
  const found = await baseYearEvents(trx, identity, { projectId, base, baseKg: emissions.co2e_kg })
  const { significant, undecidedPercent, asks } = recalculation(
    found.map(({ percent, existed, decision }) => ({ percent, existed, isDecided: decision !== null })),
    thresholdPercent,
  )
  const isKnown = emissions.co2e_kg !== null
  return {
    base_year: {
      cycles: own.map(({ cycle }) => presentYear(cycle)),
      scopes,
      basis,
      policy,
      threshold_percent: thresholdPercent,
      emissions,
      is_final: own.every(({ cycle }) => cycle.status === 'locked'),
    },
    cycles: years.map(({ cycle, figure }) => {
      const ofCycle = figure(scopes, basis)
      const change = changePercent(emissions.co2e_kg, ofCycle.co2e_kg)
      return { ...presentYear(cycle), emissions: ofCycle, change_percent: change }
    }),
    events: found.map((event, at) => ({ ...event, is_significant: significant[at] ?? null })),
    undecided_percent: isKnown ? undecidedPercent : null,
    asks_for_recalculation: isKnown ? asks : null,
  }
}
