import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { CycleDraft } from './cycleProblems.ts'

const FIXED = { name: 'name', startsOn: 'starts_on', endsOn: 'ends_on' } as const

/** A restated version is of the same period under the same name; what it computes with may be another. */
export function versionProblems(cycle: Cycle, draft: CycleDraft): ProblemDetail[] {
  if (cycle.version === 1) {
    return []
  }
  return (['name', 'startsOn', 'endsOn'] as const).flatMap((key): ProblemDetail[] => {
    const message = `A restated version has the name and the period of what it restates. Leave it at ${cycle[key]}.`
    return draft[key] === cycle[key] ? [] : [{ path: FIXED[key], code: 'same-version', message }]
  })
}
