import type { Gather } from '#formulas/check/Gather.ts'
import type { Step } from '#formulas/check/Step.ts'

/** What a step ends in: cells, lookups by cells, constants, and what is gathered of many rows. */
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

/** What a step gathers of many rows. */
export const gathersOf = (step: Step): Gather[] =>
  leavesOf(step).flatMap((leaf) => (leaf.op === 'gathered' ? [leaf.gather] : []))

/** Keys of the fields that a step reads in its own row. */
export const keysOf = (step: Step): string[] =>
  leavesOf(step).flatMap((leaf) =>
    leaf.op === 'gathered' ? leaf.gather.keys.flatMap(({ here }) => keysOf(here)) : 'key' in leaf ? [leaf.key] : [],
  )

/** Keys of the fields that a gathering reads in the rows that it looks at. */
export const gatheredKeysOf = ({ value, filter, keys }: Gather): string[] =>
  [value, ...(filter ? [filter] : []), ...keys.map(({ there }) => there)].flatMap(keysOf)

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
