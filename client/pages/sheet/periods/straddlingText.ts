import type { CycleReply } from '#shared/api/cycles.ts'
import { formatCell, formatNumber, type CellWords } from '#shared/cells/formatCell.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { Straddling } from './straddling.ts'

/** What of its cycle a sheet has to know to see which bills go beyond it. */
export type CycleOfSheet = Pick<CycleReply, 'name' | 'starts_on' | 'ends_on'>

/** How much of a bill is in the cycle, and what to do about the rest. */
export function straddlingText(
  { field, startsOn, endsOn, inside, total }: Straddling,
  { name }: CycleOfSheet,
  words: CellWords,
  t: SheetTranslate,
): string {
  return t('straddling', {
    from: formatCell(field, startsOn, words),
    to: formatCell(field, endsOn, words),
    inside: formatNumber(inside),
    total: formatNumber(total),
    cycle: name,
  })
}
