import type { FactorSetAction, FactorSetDetailReply, FactorSetReply, FactorSetStep } from '#shared/api/factorSets.ts'
import { saidOf } from '../factors/sets/setDetails.ts'
import type { FactorSet } from '../models/FactorSet.ts'

/** A step as it is stored. */
export interface SetStepRow {
  set_id: string
  step: FactorSetStep
  made_by: string
  made_at: Date
  reason: string
}

type Person = FactorSetDetailReply['steps'][number]['by']

export function presentFactorSet(set: FactorSet, actions: FactorSetAction[]): FactorSetReply {
  return {
    id: set.id,
    ...saidOf(set),
    status: set.status,
    version: set.version,
    file: { name: set.fileName, size_bytes: Number(set.fileBytes), sha256: set.fileHash },
    factors: set.factorCount,
    rejected: set.rejectedCount,
    actions,
  }
}

export const presentSetSteps = (
  steps: readonly SetStepRow[],
  personOf: (id: string) => Person | null,
): FactorSetDetailReply['steps'] =>
  steps.map(({ step, made_by: by, made_at: at, reason }) => ({
    step,
    by: personOf(by) ?? { id: by, name: '' },
    at: at.toISOString(),
    reason,
  }))
