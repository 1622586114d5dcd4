import type { ReportCell, ReportTable } from '#shared/api/reports.ts'
import { type ColumnExtent, columnWidths } from './columnWidths.ts'
import { GRID_GAP, type GridCell, gridStrips } from './gridStrips.ts'
import { PAPER } from './paperColors.ts'
import { BODY, type Canvas, type Element } from './Canvas.ts'
import type { Strip } from './Strip.ts'
import type { TextStyle } from './Typesetter.ts'

const CELL: TextStyle = { ...BODY, size: 8 }
const TITLE: TextStyle = { ...CELL, size: 7.5, weight: 'strong', color: PAPER.dim }
const LABELS = 0.36
const TITLE_SHARE = 0.6
/** A word that is wider than this part of the canvas breaks: a hash takes nobody's place. */
const WORD = 0.18

/** A table, with its head on every page that it reaches. */
export function tableStrips(canvas: Canvas, parent: () => Element, { columns, rows }: ReportTable): Strip[] {
  const alignOf = (column: number): Pick<TextStyle, 'align'> => ({
    align: columns[column]?.is_number === true ? 'right' : 'start',
  })
  const head = columns.map(({ title, unit }, column): GridCell => ({
    text: unit === null ? title : `${title}\n${unit}`,
    style: { ...TITLE, ...alignOf(column) },
    heads: 'Column',
  }))
  const body = rows.map(({ label, cells, is_total: isTotal }): GridCell[] => {
    const weight = isTotal ? 'strong' : 'regular'
    return [
      { text: label, style: { ...CELL, weight }, heads: 'Row' },
      ...cells.map((cell, index): GridCell => ({
        text: textOf(cell),
        style: { ...CELL, weight, ...styleOf(cell), ...alignOf(index + 1) },
        heads: null,
      })),
    ]
  })
  const extents = columns.map((_, column): ColumnExtent => {
    const most = column === 0 ? canvas.width * LABELS : canvas.width
    const widest = (rows: readonly (readonly GridCell[])[]): ColumnExtent => {
      const found = rows.flatMap((row) => extentsOf(canvas, row[column]))
      return {
        whole: Math.min(most, Math.max(0, ...found.map(({ whole }) => whole))),
        word: Math.min(canvas.width * WORD, Math.max(0, ...found.map(({ word }) => word))),
      }
    }
    const [title, cells] = [widest([head]), widest(body)]
    // titles break sooner than what is below them
    return {
      whole: Math.max(cells.whole, title.word, title.whole * TITLE_SHARE),
      word: Math.max(cells.word, title.word),
    }
  })
  return gridStrips(canvas, parent, {
    head,
    rows: body,
    widths: columnWidths(canvas.width, GRID_GAP, extents),
    isRuled: true,
  })
}

/** Names of facts beside what they are. */
export function factStrips(
  canvas: Canvas,
  parent: () => Element,
  items: readonly { label: string; value: ReportCell }[],
): Strip[] {
  const label = Math.round(canvas.width * LABELS)
  return gridStrips(canvas, parent, {
    head: null,
    rows: items.map(({ label: name, value }) => [
      { text: name, style: { ...BODY, color: PAPER.dim }, heads: 'Row' },
      { text: textOf(value), style: { ...BODY, ...styleOf(value) }, heads: null },
    ]),
    widths: [label, canvas.width - label - GRID_GAP],
    isRuled: false,
  })
}

/** Of each line of a cell. */
const extentsOf = ({ type }: Canvas, cell: GridCell | undefined): ColumnExtent[] =>
  cell === undefined ? [] : cell.text.split('\n').map((line) => type.extentOf(line, cell.style))

const textOf = (cell: ReportCell): string =>
  cell.kind === 'figure' && cell.unit !== null ? `${cell.text}\u00a0${cell.unit}` : cell.text

/** Numbers are read from the left in every language; the word for why there is none is quieter than one. */
function styleOf({ kind }: ReportCell): Partial<TextStyle> {
  switch (kind) {
    case 'figure':
      return { direction: 'ltr' }
    case 'none':
      return { color: PAPER.dim, weight: 'regular' }
    case 'text':
      return {}
  }
}
