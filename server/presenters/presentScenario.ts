import { type ScenarioReply, WhatIfBody } from '#shared/api/whatIf.ts'
import type { Scenario } from '../models/Scenario.ts'

export function presentScenario(
  { id, cycleId, name, changes, madeBy, updatedAt }: Scenario,
  { makerName, canChange }: { makerName: string; canChange: boolean },
): ScenarioReply {
  return {
    id,
    cycle_id: cycleId,
    name,
    changes: WhatIfBody.parse(changes),
    made_by: { id: madeBy, name: makerName },
    can_change: canChange,
    updated_at: updatedAt.toISOString(),
  }
}
