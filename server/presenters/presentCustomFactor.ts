import type { CustomFactorAction, CustomFactorReply, CustomFactorStep } from '#shared/api/customFactors.ts'
import { bodyOf } from '../factors/customFactorBody.ts'
import type { CustomFactor } from '../models/CustomFactor.ts'

/** A step as it is stored. */
export interface FactorStepRow {
  step: CustomFactorStep
  made_by: string
  made_at: Date
  reason: string
}

type Person = CustomFactorReply['steps'][number]['by']

export function presentCustomFactor(
  factor: CustomFactor,
  steps: readonly FactorStepRow[],
  { personOf, actions }: { personOf: (id: string) => Person | null; actions: CustomFactorAction[] },
): CustomFactorReply {
  const { status, version, supersedes, evidenceName, evidenceBytes } = factor
  return {
    ...bodyOf(factor),
    status,
    version,
    supersedes,
    evidence: evidenceName === null ? null : { name: evidenceName, size_bytes: Number(evidenceBytes) },
    steps: steps.map(({ step, made_by: by, made_at: at, reason }) => ({
      step,
      by: personOf(by) ?? { id: by, name: '' },
      at: at.toISOString(),
      reason,
    })),
    actions,
  }
}
