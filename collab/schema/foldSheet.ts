/**
 * Fold: the current values of a part as the base layer of a new document. Decided by the content alone: whoever holds the
 * same values gets the same bytes, whatever edits led there. Rows in their order (in a part without order by id), deleted
 * ones among them, so that they can come back whole; fields that are empty everywhere and rows without any value are left out.
 */
import type { CellValue } from '#shared/cells/cellValue.ts'
import { BaseWriter, ROWS_PER_BLOCK } from './BaseWriter.ts'
import type { Block } from './block.ts'
import { ORDER, splitCellKey } from './layout.ts'
import type { Sheet } from './Sheet.ts'

/** Values by row and ordinal. */
export type CellsByRow = ReadonlyMap<string, ReadonlyMap<number, CellValue>>

export interface FoldOptions {
  /** Which fields of the sheet stay; all of them without it. */
  keep?: (ordinal: number) => boolean
  /** Values that count instead of those of the sheet: a field that comes from another part, or what was there before. */
  instead?: CellsByRow
}

/** The first state of the next generation, as one Yjs update. Complexity: all cells. */
export function foldSheet(sheet: Sheet, options: FoldOptions = {}): Uint8Array<ArrayBuffer> {
  const steps = foldInSteps(sheet, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) {
      return value
    }
  }
}

/**
 * The same in steps of some milliseconds, for those who must not hold up a page. What is folded is the sheet as it is at
 * the first step; it may change meanwhile.
 */
export function* foldInSteps(sheet: Sheet, options: FoldOptions = {}): Generator<void, Uint8Array<ArrayBuffer>> {
  const content = new FrozenContent(sheet, options)
  yield
  const rows = yield* content.rows()
  yield
  const ordinals = content.filledOrdinals(rows)
  const writer = new BaseWriter()
  for (let start = 0; start < rows.length; start += ROWS_PER_BLOCK) {
    const slice = rows.slice(start, start + ROWS_PER_BLOCK)
    const ids = slice.map(({ id }) => id)
    const read = ordinals.map((ordinal) => content.reader(ordinal))
    writer.add(ids, ordinals, (row, column) => read[column]!(slice[row]!))
    yield
  }
  return writer.finish()
}

/** One row: where the base has it, and what lies above. */
interface FoldedRow {
  id: string
  order: string
  block: Block | null
  position: number
  over: Overlay | null
}

/** What lies above the base in one row. */
interface Overlay {
  cells: Map<number, CellValue> | null
  /** Bulk writes that touch the row, oldest first, and its position in each. */
  patches: Block[]
  positions: number[]
  /** The base has the row. */
  isPlaced: boolean
}

type Reader = (row: FoldedRow) => CellValue

/** The layers as they are now. Blocks never change, so only the cells layer is copied. */
class FrozenContent {
  readonly #base: readonly Block[]
  readonly #over = new Map<string, Overlay>()
  readonly #ordinals: readonly number[]
  readonly #keep: (ordinal: number) => boolean
  readonly #instead: CellsByRow

  constructor(sheet: Sheet, { keep = () => true, instead = new Map() }: FoldOptions) {
    const ordinals = new Set<number>()
    const collect = (block: Block): void => block.ordinals.forEach((ordinal) => ordinals.add(ordinal))
    this.#keep = keep
    this.#instead = instead
    this.#base = sheet.base()
    this.#base.forEach(collect)
    for (const block of sheet.patches()) {
      collect(block)
      block.rows.forEach((row, position) => {
        const overlay = this.#overlayOf(row)
        overlay.patches.push(block)
        overlay.positions.push(position)
      })
    }
    sheet.layers.cells.forEach((value, key) => {
      const { row, ordinal } = splitCellKey(key)
      ordinals.add(ordinal)
      const overlay = this.#overlayOf(row)
      overlay.cells ??= new Map()
      overlay.cells.set(ordinal, value)
    })
    const kept = [...ordinals].filter(keep)
    const given = [...instead.values()].flatMap((cells) => [...cells.keys()])
    this.#ordinals = [...new Set([...kept, ...given])].sort((a, b) => a - b)
  }

  /** Every row with a value, in the order of the sheet. */
  *rows(): Generator<void, FoldedRow[]> {
    const readers = this.#ordinals.map((ordinal) => this.reader(ordinal))
    const order = this.reader(ORDER)
    const rows: FoldedRow[] = []
    let isInOrder = true
    for (const some of this.#everyRow()) {
      for (const row of some) {
        const key = order(row)
        row.order = typeof key === 'string' ? key : ''
        if (row.order !== '' || readers.some((read) => read(row) !== null)) {
          isInOrder &&= rows.length === 0 || compare(rows.at(-1)!, row) < 0
          rows.push(row)
        }
      }
      yield
    }
    return isInOrder ? rows : rows.sort(compare)
  }

  filledOrdinals(rows: readonly FoldedRow[]): number[] {
    return this.#ordinals.filter((ordinal) => {
      const read = this.reader(ordinal)
      return rows.some((row) => read(row) !== null)
    })
  }

  /** Reads one field. Quick when neighbours lie in one block, so each field gets its own. */
  reader(ordinal: number): Reader {
    const isKept = this.#keep(ordinal)
    let block: Block | null = null
    let column: ReturnType<Block['column']>
    return (row) => {
      const instead = this.#instead.size === 0 ? undefined : this.#instead.get(row.id)?.get(ordinal)
      if (instead !== undefined || !isKept) {
        return instead ?? null
      }
      const written = row.over === null ? undefined : writtenIn(row.over, ordinal)
      if (written !== undefined || row.block === null) {
        return written ?? null
      }
      if (row.block !== block) {
        block = row.block
        column = block.column(ordinal)
      }
      return column?.get(row.position) ?? null
    }
  }

  /** In any order, some at a time. */
  *#everyRow(): Generator<FoldedRow[]> {
    const above = new Set(this.#instead.keys())
    for (const block of this.#base) {
      yield block.rows.map((id, position) => {
        const over = this.#over.get(id) ?? null
        above.delete(id)
        if (over !== null) {
          over.isPlaced = true
        }
        return { id, order: '', block, position, over }
      })
    }
    const added = [...this.#over].filter(([, over]) => !over.isPlaced)
    added.forEach(([id]) => above.delete(id))
    yield added.map(([id, over]) => ({ id, order: '', block: null, position: 0, over }))
    yield [...above].map((id) => ({ id, order: '', block: null, position: 0, over: null }))
  }

  #overlayOf(row: string): Overlay {
    let overlay = this.#over.get(row)
    if (overlay === undefined) {
      overlay = { cells: null, patches: [], positions: [], isPlaced: false }
      this.#over.set(row, overlay)
    }
    return overlay
  }
}

/** Undefined when nothing was written there. */
function writtenIn({ cells, patches, positions }: Overlay, ordinal: number): CellValue | undefined {
  const cell = cells?.get(ordinal)
  if (cell !== undefined) {
    return cell
  }
  for (let i = patches.length - 1; i >= 0; i--) {
    const value = patches[i]!.column(ordinal)?.get(positions[i]!)
    if (value !== undefined) {
      return value
    }
  }
  return undefined
}

function compare(a: FoldedRow, b: FoldedRow): number {
  if (a.order !== b.order) {
    return a.order < b.order ? -1 : 1
  }
  return a.id < b.id ? -1 : 1
}
