import { formatCell, formatNumber, type CellWords } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { Measure } from '#shared/views/measures.ts'
import { num } from '#client/theme/format.ts'
import { decimalsFor } from '../columnPlan.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import type { Summary } from './summarize.ts'

/** What a cell of a summary row shows. */
export interface SummaryText {
  /** What the figure is; '' for a sum. */
  label: string
  text: string
  /** Which cells it leaves out; null: none. */
  note: string | null
  /** It leaves out cells that should have had a value. */
  isGap: boolean
}

export interface SummaryWords extends CellWords {
  measure: (measure: Measure, field: Field) => string
  /** Which cells a figure leaves out. */
  leftOut: (summary: Summary) => string
}

const UNKNOWN = '–'

export function summaryText(
  model: SheetModel,
  field: Field,
  measure: Measure,
  summary: Summary,
  words: SummaryWords,
): SummaryText {
  const { count, empty, errors } = summary
  const isFigure = measure !== 'count' && measure !== 'missing'
  const isWanted = field.required || field.type === 'formula'
  return {
    label: measure === 'sum' ? '' : words.measure(measure, field),
    text: count === 0 && isFigure ? UNKNOWN : shown(model, field, valueOf(measure, summary), isFigure, words),
    note: isFigure && empty + errors > 0 ? words.leftOut(summary) : null,
    isGap: isFigure && (errors > 0 || (empty > 0 && isWanted)),
  }
}

function valueOf(measure: Measure, { count, empty, errors, sum, min, max }: Summary): number | string | null {
  switch (measure) {
    case 'sum':
      return sum
    case 'average':
      return sum / count
    case 'min':
      return min
    case 'max':
      return max
    case 'count':
      return count
    case 'missing':
      return empty + errors
    case 'none':
      return null
  }
}

/** Figures of a computed column have its decimals, so that the points line up. */
function shown(
  model: SheetModel,
  field: Field,
  value: number | string | null,
  isFigure: boolean,
  words: CellWords,
): string {
  if (typeof value !== 'number') {
    return formatCell(field, value, words)
  }
  if (!isFigure) {
    return formatNumber(value)
  }
  if (field.type === 'formula') {
    return num(value, decimalsFor(model.largest(field.key)))
  }
  return formatNumber(Math.abs(value) >= 100 ? Math.round(value * 10) / 10 : Number(value.toPrecision(4)))
}
