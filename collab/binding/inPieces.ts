import { FIRST_FIELD } from '../schema/layout.ts'
import type { CellWrite } from './cellWrites.ts'

/** So many cells are written within a frame or two, with everything that hangs on it. */
export const CELLS_PER_PIECE = 10_000

/** Order and deletion are light, but everybody puts the rows in order again after each piece with them. */
export const ROWS_PER_PIECE = 2 * CELLS_PER_PIECE

/**
 * Writes in pieces, in their order. A piece ends with a row where they come row by row, so that a rectangle goes out as
 * rectangles.
 */
export function* inPieces(writes: Iterable<CellWrite>): Generator<CellWrite[]> {
  let piece: CellWrite[] = []
  /** In cells of order or deletion. */
  let size = 0
  let row: string | null = null
  for (const write of writes) {
    if (size >= ROWS_PER_PIECE && write.row !== row) {
      yield piece
      piece = []
      size = 0
    }
    piece.push(write)
    row = write.row
    size += write.ordinal < FIRST_FIELD ? 1 : ROWS_PER_PIECE / CELLS_PER_PIECE
  }
  if (piece.length > 0) {
    yield piece
  }
}
