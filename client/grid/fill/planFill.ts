import type { CellWrite } from '#collab/binding/cellWrites.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { Rect } from '../Selection.ts'
import { continueSeries } from './series.ts'

/** The sheet that is filled. */
export interface FillTarget {
  /** Null where there is no row of the sheet: the head of a group is passed over. */
  rowAt: (index: number) => string | null
  /** In reading order. */
  columns: readonly Field[]
  value: (row: string, key: string) => CellValue
  isWritable: (field: Field) => boolean
}

/** What a fill will write, and what to say about it. */
export interface FillPlan {
  writes: CellWrite[]
  /** Of these, cells that show an error. */
  errors: number
  /** Cells of computed fields and of those that may not be written. */
  skipped: number
}

/** `to` adjoins `from` on one side and has its rows or its columns. `isCopy`: repeats instead of going on. */
export function planFill(
  { from, to, isCopy }: { from: Rect; to: Rect; isCopy: boolean },
  target: FillTarget,
): FillPlan {
  const isDown = to.c0 === from.c0 && to.c1 === from.c1
  const isReversed = isDown ? to.r0 < from.r0 : to.c0 < from.c0
  const places = isDown ? rows(target, to) : range(to.c0, to.c1)
  const nearestFirst = isReversed ? places.toReversed() : places
  const lanes = isDown ? range(from.c0, from.c1) : rows(target, from)
  const plan: FillPlan = { writes: [], errors: 0, skipped: 0 }
  for (const lane of lanes) {
    const cells = isDown
      ? rows(target, from).map((r) => ({ r, c: lane }))
      : range(from.c0, from.c1).map((c) => ({ r: lane, c }))
    const first = target.columns[cells[0]?.c ?? -1]
    if (first !== undefined) {
      const values = cells.map(({ r, c }) => valueAt(target, r, c))
      const next = continueSeries({ type: first.type, values }, places.length, { isReversed, isCopy })
      nearestFirst.forEach((place, i) => {
        const [r, c] = isDown ? [place, lane] : [lane, place]
        write(plan, target, { r, c }, { from: first, value: next[i] ?? null })
      })
    }
  }
  return plan
}

function write(
  plan: FillPlan,
  target: FillTarget,
  { r, c }: { r: number; c: number },
  { from, value }: { from: Field; value: CellValue },
): void {
  const [row, field] = [target.rowAt(r), target.columns[c]]
  if (row === null || field === undefined) {
    return
  }
  if (field.type === 'formula' || !target.isWritable(field)) {
    plan.skipped++
    return
  }
  const own = field === from ? value : coerceCell(field, rawCellText(from, value))
  plan.writes.push({ row, ordinal: field.ordinal, value: own })
  plan.errors += cellProblem(field, own) === null ? 0 : 1
}

function valueAt({ rowAt, columns, value }: FillTarget, r: number, c: number): CellValue {
  const [row, field] = [rowAt(r), columns[c]]
  return row === null || field === undefined ? null : value(row, field.key)
}

/** Places of the rows of the sheet in a rectangle. */
const rows = (target: FillTarget, { r0, r1 }: Rect): number[] => range(r0, r1).filter((r) => target.rowAt(r) !== null)

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
