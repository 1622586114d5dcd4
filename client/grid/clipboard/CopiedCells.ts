import { rawCellText } from '#shared/cells/formatCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { isGroupId } from '../groups/groupId.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import type { GridView, Rect } from '../Selection.ts'
import type { CopiedBlock } from './CopiedBlock.ts'

/** More cells than this would hold up the page for longer than a few frames if they were copied at once. */
const MANY = 100_000
/** So many cells are read in some milliseconds. */
const CELLS_PER_STEP = 4000

/** The cells of a selection for the clipboard: which ones is decided when it is copied, what they hold when they are read. */
export class CopiedCells {
  readonly rows: readonly string[]
  readonly keys: readonly string[]
  readonly #model: SheetModel

  private constructor(model: SheetModel, rows: readonly string[], keys: readonly string[]) {
    this.#model = model
    this.rows = rows
    this.keys = keys
  }

  /** Null when the ranges share neither their rows nor their columns: they are no block. Heads of groups are left out. */
  static of(model: SheetModel, view: GridView, rects: readonly Rect[]): CopiedCells | null {
    const [first] = rects
    const isBelow = rects.every(({ c0, c1 }) => c0 === first?.c0 && c1 === first.c1)
    const isBeside = rects.every(({ r0, r1 }) => r0 === first?.r0 && r1 === first.r1)
    if (first === undefined || (!isBelow && !isBeside)) {
      return null
    }
    const below = isBelow ? [...rects].sort((a, b) => a.r0 - b.r0) : [first]
    const beside = isBelow ? [first] : [...rects].sort((a, b) => a.c0 - b.c0)
    const rows: string[] = []
    for (const { r0, r1 } of below) {
      for (let r = r0; r <= r1; r++) {
        const row = view.rowAt(r)
        if (row !== null && !isGroupId(row)) {
          rows.push(row)
        }
      }
    }
    const columns = view.columns()
    return new CopiedCells(
      model,
      rows,
      beside.flatMap(({ c0, c1 }) => columns.slice(c0, c1 + 1)),
    )
  }

  get size(): number {
    return this.rows.length * this.keys.length
  }

  /** They are copied in slices, and as text alone. */
  get areMany(): boolean {
    return this.size > MANY
  }

  /** All cells, some rows at a time. */
  *blocks(): Generator<CopiedBlock> {
    const fields = this.keys.map((key) => this.#model.field(key))
    const most = Math.max(1, Math.floor(CELLS_PER_STEP / this.keys.length))
    for (let start = 0; start < this.rows.length; start += most) {
      const block: CopiedBlock = { texts: [], ids: [] }
      for (const row of this.rows.slice(start, start + most)) {
        const values = fields.map((field) => (field === undefined ? null : this.#model.value(row, field.key)))
        block.texts.push(values.map((value, c) => textOf(fields[c], value)))
        block.ids.push(values.map((value, c) => this.#idOf(fields[c], value)))
      }
      yield block
    }
  }

  #idOf(field: Field | undefined, value: CellValue): string | null {
    const targets = field === undefined ? undefined : this.#model.targetsOf(field.key)
    return targets !== undefined && typeof value === 'string' && targets.get(value)?.id === value ? value : null
  }
}

const textOf = (field: Field | undefined, value: CellValue): string =>
  field === undefined ? '' : rawCellText(field, value)
