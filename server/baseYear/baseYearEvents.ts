import type { Knex } from 'knex'
import type { BaseYearChangeKind, BaseYearEvent } from '#shared/api/baseYear.ts'
import { scopeFigures } from '../emissions/scopeFigures.ts'
import { originalOf } from '../emissions/yearSeries.ts'
import { changePercent } from '../intensity/intensityOf.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import type { BaseYear } from './baseYearOf.ts'

type Event = Omit<BaseYearEvent, 'is_significant'>

interface ChangeRow {
  id: string
  kind: BaseYearChangeKind
  happened_on: string
  description: string
  effect_kg: number
  existed: boolean
}

interface DecisionRow {
  change_id: string | null
  cycle_id: string | null
  decision: 'recalculated' | 'not_needed'
  reason: string
  decided_at: Date
}

/**
 * Everything that may ask for another base year, newest first: changes that people entered, and restatements of other cycles.
 * `baseKg`: null hides what a change comes to.
 */
export async function baseYearEvents(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, base, baseKg }: { projectId: string; base: BaseYear; baseKg: number | null },
): Promise<Event[]> {
  const decisions: DecisionRow[] = await trx('base_year_decisions')
    .where({ project_id: projectId })
    .select('change_id', 'cycle_id', 'decision', 'reason', 'decided_at')
  const decisionOn = (id: string): Event['decision'] => {
    const found = decisions.find(({ change_id: changeId, cycle_id: cycleId }) => changeId === id || cycleId === id)
    return found === undefined
      ? null
      : { decision: found.decision, reason: found.reason, decided_at: found.decided_at.toISOString() }
  }
  const changes: ChangeRow[] = await trx('base_year_changes')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .select('id', 'kind', 'happened_on', 'description', 'effect_kg', 'existed')
  const entered = changes.map(({ effect_kg: effectKg, ...change }): Event => ({
    ...change,
    cause: null,
    cycle_name: null,
    percent: baseKg === null || baseKg === 0 ? null : (effectKg / Math.abs(baseKg)) * 100,
    decision: decisionOn(change.id),
  }))
  const restated = await restatements(trx, identity, projectId, base)
  return [...entered, ...restated.map((event) => ({ ...event, decision: decisionOn(event.id) }))].toSorted(
    (a, b) => b.happened_on.localeCompare(a.happened_on) || a.id.localeCompare(b.id),
  )
}

/** Those of the base year itself are its recalculation, and ask for none. */
async function restatements(
  trx: Knex.Transaction,
  identity: Identity,
  projectId: string,
  base: BaseYear,
): Promise<Omit<Event, 'decision'>[]> {
  const versions = await Cycle.query(trx).where({ project_id: projectId }).whereNull('deleted_at')
  const byId = new Map(versions.map((cycle) => [cycle.id, cycle]))
  const events: Omit<Event, 'decision'>[] = []
  for (const cycle of versions) {
    const before = byId.get(cycle.restates ?? '')
    if (cycle.restatement === null || before === undefined || base.cycleIds.has(originalOf(cycle))) {
      continue
    }
    const figureOf = async (one: Cycle) => (await scopeFigures(trx, identity, one))(base.scopes, base.basis)
    const [reported, restated] = [await figureOf(before), await figureOf(cycle)]
    events.push({
      id: cycle.id,
      kind: null,
      cause: cycle.restatement.cause,
      cycle_name: cycle.name,
      happened_on: cycle.restatement.at.slice(0, 10),
      description: cycle.restatement.reason,
      existed: true,
      percent: changePercent(reported.co2e_kg, restated.co2e_kg),
    })
  }
  return events
}
