import type { ReportChart } from '#shared/api/reports.ts'
import { PAPER, SCOPE_FILL } from './paperColors.ts'
import { addElement, BODY, type Canvas, type Element, leftOf } from './Canvas.ts'
import type { Strip } from './Strip.ts'
import type { TextStyle } from './Typesetter.ts'

type Point = ReportChart['points'][number]

const LABEL: TextStyle = { ...BODY, size: 8 }
const VALUE: TextStyle = { ...LABEL, align: 'end' }
const SMALL: TextStyle = { ...BODY, size: 6.5, align: 'middle' }

const BAR_HEIGHT = 11
const ROW_HEIGHT = 16
const LABEL_WIDTH = 150
const VALUE_WIDTH = 70
const GAP = 8

/** Points beside each other go on below after so many. */
const IN_ROW = 12
const COLUMN_HEIGHT = 84
const COLUMN_WIDTH = 20

/** Bars from zero, with the value of each beside it in words. In the structure they are one figure, which says all of it. */
export function chartStrips(canvas: Canvas, parent: () => Element, chart: ReportChart): Strip[] {
  const largest = Math.max(...chart.points.map(sizeOf), 0)
  const alt = `${chart.title} [${chart.unit}]: ${chart.points.map(({ label, text }) => `${label}: ${text}`).join('; ')}`
  let figure: Element | null = null
  const strip = (height: number, isLast: boolean, draw: (top: number) => void): Strip => ({
    height,
    keepsWithNext: false,
    head: null,
    draw(top) {
      figure ??= addElement(canvas, parent(), 'Figure', { alt })
      figure.add(() => draw(top))
      if (isLast) {
        figure.end()
      }
    },
  })
  const { points } = chart
  switch (chart.layout) {
    case 'bars':
      return points.map((point, index) =>
        strip(rowHeightOf(canvas, point), index === points.length - 1, (top) =>
          drawBar(canvas, point, { largest, top }),
        ),
      )
    case 'columns': {
      const rows = Array.from({ length: Math.ceil(points.length / IN_ROW) }, (_, row) =>
        points.slice(row * IN_ROW, (row + 1) * IN_ROW),
      )
      const wide = canvas.width / Math.min(points.length, IN_ROW)
      return rows.map((row, index) =>
        strip(COLUMN_HEIGHT + 34, index === rows.length - 1, (top) =>
          row.forEach((point, place) => drawColumn(canvas, point, { largest, top, place, wide })),
        ),
      )
    }
  }
}

function rowHeightOf({ type }: Canvas, { label, text }: Point): number {
  const lines = Math.max(
    type.set(label, LABEL_WIDTH, LABEL).lines.length,
    type.set(text, VALUE_WIDTH, VALUE).lines.length,
  )
  return ROW_HEIGHT + (lines - 1) * LABEL.size * 1.36
}

function drawBar(
  canvas: Canvas,
  { label, text, parts }: Point,
  { largest, top }: { largest: number; top: number },
): void {
  const { type, width } = canvas
  const line = top + 1
  type.draw(type.set(label, LABEL_WIDTH, LABEL), {
    left: leftOf(canvas, 0, LABEL_WIDTH),
    top: line,
    width: LABEL_WIDTH,
  })
  const room = width - LABEL_WIDTH - VALUE_WIDTH - 2 * GAP
  let fromStart = LABEL_WIDTH + GAP
  for (const { scope, value } of parts) {
    const long = lengthOf(value, largest, room)
    canvas.document.rect(leftOf(canvas, fromStart, long), top + 2, long, BAR_HEIGHT).fill(fillOf(scope))
    fromStart += long
  }
  type.draw(type.set(text, VALUE_WIDTH, VALUE), {
    left: leftOf(canvas, width - VALUE_WIDTH, VALUE_WIDTH),
    top: line,
    width: VALUE_WIDTH,
  })
}

function drawColumn(
  canvas: Canvas,
  { label, text, parts }: Point,
  { largest, top, place, wide }: { largest: number; top: number; place: number; wide: number },
): void {
  const { type, document } = canvas
  const left = leftOf(canvas, place * wide, wide)
  const bar = Math.min(COLUMN_WIDTH, wide * 0.7)
  let foot = top + COLUMN_HEIGHT + 8
  for (const { scope, value } of parts) {
    const high = lengthOf(value, largest, COLUMN_HEIGHT)
    foot -= high
    document.rect(left + (wide - bar) / 2, foot, bar, high).fill(fillOf(scope))
  }
  const below = top + COLUMN_HEIGHT + 10
  type.draw(type.set(label, wide, SMALL), { left, top: below, width: wide }, 0, 1)
  type.draw(type.set(text, wide, { ...SMALL, color: PAPER.dim }), { left, top: below + 9, width: wide }, 0, 1)
}

const lengthOf = (value: number | null, largest: number, room: number): number =>
  largest > 0 ? (Math.max(value ?? 0, 0) / largest) * room : 0

const fillOf = (scope: Point['parts'][number]['scope']): string => (scope === null ? PAPER.bar : SCOPE_FILL[scope])

const sizeOf = ({ parts }: Point): number => parts.reduce((sum, { value }) => sum + Math.max(value ?? 0, 0), 0)
