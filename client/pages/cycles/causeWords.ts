import type { RestatementCause } from '#shared/api/restatementCause.ts'
import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import type { CycleTranslate } from '#client/features/cycles/words/useCycleWords.ts'
import { num } from '#client/theme/format.ts'
import type { Cause } from './changeSteps.ts'

export const CAUSE_NAMES = {
  error: 'effectError',
  activity: 'effectActivity',
  factor: 'effectFactor',
  method: 'effectMethod',
  gwp: 'effectGwp',
  boundary: 'effectBoundary',
  added: 'effectAdded',
  removed: 'effectRemoved',
  other: 'effectOther',
} as const satisfies Record<Cause, string>

export const RESTATEMENT_WORDS = {
  structure: 'causeStructure',
  method: 'causeMethod',
  factor: 'causeFactor',
  error: 'causeError',
  other: 'causeOther',
} as const satisfies Record<RestatementCause, string>

/** What a cause means between these two cycles. */
export function causeText(
  cause: Cause,
  { before, after, rows, changed_tables: changed }: CycleComparison,
  t: CycleTranslate,
): string {
  switch (cause) {
    case 'error':
      return t('effectErrorWhy', { after: after.name })
    case 'activity':
      return t('effectActivityWhy', { before: before.name })
    case 'factor':
      return t('effectFactorWhy', { before: String(before.factor_year), after: String(after.factor_year) })
    case 'method':
      return t('effectMethodWhy', { tables: changed.map(({ name }) => name).join(', ') })
    case 'gwp':
      return t('effectGwpWhy', { before: before.gwp_set, after: after.gwp_set })
    case 'boundary':
      return t('effectBoundaryWhy')
    case 'added':
      return t('effectAddedWhy', { count: rows.added, rows: num(rows.added), cycle: before.name })
    case 'removed':
      return t('effectRemovedWhy', { count: rows.removed, rows: num(rows.removed), cycle: before.name })
    case 'other':
      return t('effectOtherWhy')
  }
}
