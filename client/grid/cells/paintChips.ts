import { isOptionOf } from '#shared/cells/types/optionNames.ts'
import type { Field } from '#shared/fields/field.ts'
import type { CellPaint } from './cellPaint.ts'

const CELL_PADDING_PX = 18
const CHIP_PADDING_PX = 14
const GAP_PX = 4
/** "+12" */
const MORE_PX = 30

/** As many of the choices as the column has room for, and the number of the others. The first one is cut when it has to be. */
export const paintChips: CellPaint = (element, { field, value, text, widthPx }) => {
  if (!Array.isArray(value)) {
    element.textContent = text
    return
  }
  element.replaceChildren()
  const room = widthPx - CELL_PADDING_PX
  const labels = value.map((id) => labelOf(field, id))
  const widths = labels.map((label) => widthOf(label) + CHIP_PADDING_PX)
  const shown = countFitting(widths, room)
  for (const [i, label] of labels.slice(0, shown).entries()) {
    const chip = document.createElement('bdi')
    chip.className = isOptionOf(field.options, value[i]!) ? 'chip-choice' : 'chip-choice chip-wrong'
    chip.textContent = label
    element.append(chip)
  }
  if (shown < labels.length) {
    const more = document.createElement('span')
    more.className = 'chip-more'
    more.dir = 'ltr' // in Arabic, too, the sign stands before the number
    more.textContent = `+${labels.length - shown}`
    more.setAttribute('aria-hidden', 'true')
    const others = document.createElement('span')
    others.className = 'c-word'
    others.textContent = labels.slice(shown).join(', ')
    element.append(more, others)
  }
}

const labelOf = ({ options }: Field, id: string): string => options.find((option) => option.id === id)?.label ?? id

/** How many chips stand in a line, with room for the number of the others; at least one. */
export function countFitting(widths: readonly number[], room: number): number {
  let used = 0
  for (const [i, width] of widths.entries()) {
    used += width + (i === 0 ? 0 : GAP_PX)
    const isLast = i === widths.length - 1
    if (used + (isLast ? 0 : GAP_PX + MORE_PX) > room) {
      return Math.max(1, i)
    }
  }
  return widths.length
}

const measured = new Map<string, number>()
let context: CanvasRenderingContext2D | null = null

/** Of a label in the font of chips; measured once, because a column has many cells and few labels. */
function widthOf(label: string): number {
  let width = measured.get(label)
  if (width === undefined) {
    if (context === null) {
      context = document.createElement('canvas').getContext('2d')
      if (context !== null) {
        context.font = `12px ${getComputedStyle(document.body).fontFamily}`
      }
    }
    width = context?.measureText(label).width ?? label.length * 7
    measured.set(label, width)
  }
  return width
}
