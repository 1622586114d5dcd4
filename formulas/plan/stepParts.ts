import type { Step } from '#formulas/check/Step.ts'

/** What a step ends in: cells, lookups by cells, and constants. */
export function leavesOf(step: Step): Step[] {
  const leaves: Step[] = []
  const visit = (at: Step): void => {
    const parts = partsOf(at)
    if (parts.length === 0) {
      leaves.push(at)
    }
    for (const part of parts) {
      visit(part)
    }
  }
  visit(step)
  return leaves
}

function partsOf(step: Step): readonly Step[] {
  if ('of' in step) {
    return [step.of]
  }
  if ('left' in step) {
    return [step.left, step.right]
  }
  if (step.op === 'apply') {
    return step.parts
  }
  return step.op === 'if' ? [step.condition, step.whenTrue, step.whenFalse] : []
}
