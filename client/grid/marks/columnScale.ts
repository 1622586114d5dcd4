import type { Field } from '#shared/fields/field.ts'
import type { ScaleKind } from '#shared/views/columnScales.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { readColumn, VALUE } from '../view/columnData.ts'

/** The smallest, the middle (median) and the largest number of a column, in its unit. */
export interface ColumnRange {
  min: number
  mid: number
  max: number
}

/** What of a cell is coloured. Shares of the cell's width for a bar; of the colour for a tint, -1 (smallest) to 1 (largest). */
export type ScalePaint = { kind: 'bar'; from: number; to: number } | { kind: Exclude<ScaleKind, 'bar'>; at: number }

/** Over all rows of the sheet, whatever a filter leaves, so that colours stay what they are. Null: no numbers there. */
export function columnRange(model: SheetModel, field: Field): ColumnRange | null {
  const { classes, numbers } = readColumn(model, field, model.store.liveSlots())
  const known = numbers?.filter((number, i) => classes[i] === VALUE && Number.isFinite(number)).sort()
  const [min, max] = [known?.at(0), known?.at(-1)]
  if (known === undefined || min === undefined || max === undefined) {
    return null
  }
  const half = known.length / 2
  const mid = (known[Math.floor(half - 0.5)]! + known[Math.floor(half)]!) / 2
  return { min, mid, max }
}

/** How a number of the column is coloured. */
export function scalePaint(kind: ScaleKind, { min, mid, max }: ColumnRange, number: number): ScalePaint {
  if (kind === 'bar') {
    // bars begin at zero, also when no number is near it
    const [low, high] = [Math.min(0, min), Math.max(0, max)]
    const place = (at: number): number => (high === low ? 0 : (at - low) / (high - low))
    return { kind, from: place(Math.min(0, number)), to: place(Math.max(0, number)) }
  }
  const part = (distance: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, distance / whole))
  return { kind, at: number < mid ? -part(mid - number, mid - min) : part(number - mid, max - mid) }
}
