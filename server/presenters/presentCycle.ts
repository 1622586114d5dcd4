import type { CycleReply } from '#shared/api/cycles.ts'
import type { Cycle } from '../models/Cycle.ts'

export function presentCycle(cycle: Cycle): CycleReply {
  return {
    id: cycle.id,
    project_id: cycle.projectId,
    name: cycle.name,
    starts_on: cycle.startsOn,
    ends_on: cycle.endsOn,
    status: cycle.status,
    gwp_set: cycle.gwpSet,
    factor_year: cycle.factorYear,
    version: cycle.version,
    restates: cycle.restates,
    restated_by: cycle.restatedBy,
    restatement: cycle.restatement,
  }
}
