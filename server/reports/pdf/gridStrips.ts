import { PAPER } from './paperColors.ts'
import { actualOf, addElement, asArtifact, type Canvas, type Element, leftOf, rule } from './Canvas.ts'
import type { Head, Strip } from './Strip.ts'
import type { SetText, TextStyle } from './Typesetter.ts'

/** A cell of a grid. `heads`: what it is the head of; null: nothing. */
export interface GridCell {
  text: string
  style: TextStyle
  heads: 'Row' | 'Column' | null
}

/** Cells in rows, with the widths of their columns in points. */
export interface Grid {
  /** Stands over the rows on every page; null: nothing does. */
  head: readonly GridCell[] | null
  rows: readonly (readonly GridCell[])[]
  widths: readonly number[]
  isRuled: boolean
}

/** Between columns. */
export const GRID_GAP = 10
const PADDING = 3
/** A row with more lines is more than one strip: as one it might not fit on a page. */
const MOST_LINES = 24

interface SetCell extends GridCell {
  set: SetText
}

/** Rows that stay whole on their pages unless they are very high. In the structure they are a table. */
export function gridStrips(canvas: Canvas, parent: () => Element, { head, rows, widths, isRuled }: Grid): Strip[] {
  let table: Element | null = null
  const tableOf = (): Element => (table ??= addElement(canvas, parent(), 'Table'))
  const setRow = (row: readonly GridCell[]): SetCell[] =>
    row.map((cell, column) => ({ ...cell, set: canvas.type.set(cell.text, widths[column] ?? 0, cell.style) }))
  const draw = (cells: readonly SetCell[], top: number, [first, count]: readonly [number, number]): void =>
    cells.forEach(({ set }, column) => drawCell(canvas, set, { column, widths, top }, [first, count]))

  /** The strips of a row, each with some of its lines. */
  const stripsOf = (cells: readonly SetCell[], above: Head | null): Strip[] => {
    const lines = Math.max(1, ...cells.map(({ set }) => set.lines.length))
    const lineHeight = Math.max(...cells.map(({ set }) => set.lineHeight))
    const elements: Element[] = []
    const starts = Array.from({ length: Math.ceil(lines / MOST_LINES) }, (_, piece) => piece * MOST_LINES)
    return starts.map((first): Strip => {
      const count = Math.min(MOST_LINES, lines - first)
      const isLast = first + count === lines
      const height = count * lineHeight + (first === 0 ? PADDING : 0) + (isLast ? PADDING : 0)
      return {
        height,
        keepsWithNext: false,
        head: above,
        draw(top) {
          if (first === 0) {
            const row = addElement(canvas, tableOf(), 'TR')
            elements.push(...cells.map((cell) => addElement(canvas, row, ...tagOf(cell))))
          }
          const from = top + (first === 0 ? PADDING : 0)
          cells.forEach(({ set }, column) =>
            elements[column]?.add(() => drawCell(canvas, set, { column, widths, top: from }, [first, count])),
          )
          if (isRuled && isLast) {
            asArtifact(canvas, () => rule(canvas, top + height, above === null ? PAPER.lineStrong : PAPER.line))
          }
        },
      }
    })
  }

  const setHead = head === null ? null : setRow(head)
  const [headStrip] = setHead === null ? [] : stripsOf(setHead, null)
  if (setHead === null || headStrip === undefined) {
    return together(rows.map((row) => stripsOf(setRow(row), null)))
  }
  const repeated: Head = {
    height: headStrip.height,
    draw: (top) =>
      asArtifact(canvas, () => {
        draw(setHead, top + PADDING, [0, MOST_LINES])
        rule(canvas, top + headStrip.height, PAPER.lineStrong)
      }),
  }
  return [
    { ...headStrip, keepsWithNext: rows.length > 0 },
    ...together(rows.map((row) => stripsOf(setRow(row), repeated))),
  ]
}

/** Neither the first nor the last row, which often is the sum, stands alone on a page. */
const together = (rows: readonly Strip[][]): Strip[] =>
  rows.flatMap((strips, row) =>
    strips.length === 1 && (row === 0 || row === rows.length - 2)
      ? strips.map((strip) => ({ ...strip, keepsWithNext: row < rows.length - 1 }))
      : strips,
  )

function drawCell(
  canvas: Canvas,
  set: SetText,
  { column, widths, top }: { column: number; widths: readonly number[]; top: number },
  [first, count]: readonly [number, number],
): void {
  const width = widths[column] ?? 0
  const before = widths.slice(0, column).reduce((sum, one) => sum + one + GRID_GAP, 0)
  canvas.type.draw(set, { left: leftOf(canvas, before, width), top, width }, first, count)
}

const tagOf = ({ heads, set }: SetCell): ['TH' | 'TD', Parameters<typeof addElement>[3]] =>
  heads === null ? ['TD', actualOf(set)] : ['TH', { ...actualOf(set), scope: heads }]
