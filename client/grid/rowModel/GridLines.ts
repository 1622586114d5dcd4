import type { GridRow } from '../model/SheetModel.ts'

/** So many rows are looked for by going through all of them, which is quick for one; for more, a map is made. */
const MOST_SEARCHES = 100

/** The grid that shows the lines. */
export interface LinesFollower {
  /** Few of the rows in view will stay there. */
  othersCome: () => void
  /** The lines are other ones. */
  exchange: () => void
}

/**
 * What one mounted grid shows: rows of the sheet and heads of groups, in their order. For its row model, and for everybody
 * who asks where a row stands. Nothing is made for a row before somebody asks for it.
 */
export class GridLines {
  readonly #rowOf: (id: string) => GridRow
  #rows: readonly GridRow[] = []
  #places: Map<string, number> | null = null
  #searches = 0
  #follower: LinesFollower | null = null

  /** `rowOf`: the row with this id, the same object as among those that are shown. */
  constructor(rowOf: (id: string) => GridRow) {
    this.#rowOf = rowOf
  }

  get count(): number {
    return this.#rows.length
  }

  at(index: number): GridRow | undefined {
    return this.#rows[index]
  }

  /** -1: it is not shown. `near`: where it was, and often is. Complexity: O(1), but for the first few O(lines). */
  placeOf(id: string, near = -1): number {
    if (this.#rows[near]?.id === id) {
      return near
    }
    if (this.#places === null && this.#searches < MOST_SEARCHES) {
      this.#searches++
      return this.#rows.indexOf(this.#rowOf(id))
    }
    this.#places ??= new Map(this.#rows.map((row, index) => [row.id, index]))
    return this.#places.get(id) ?? -1
  }

  /**
   * These lines from now on; the grid has exchanged them when this returns. The array must not change any more. `isOther`:
   * few rows stay in view.
   */
  show(rows: readonly GridRow[], isOther = false): void {
    if (isOther) {
      this.#follower?.othersCome()
    }
    this.#rows = rows
    this.#places = null
    this.#searches = 0
    this.#follower?.exchange()
  }

  /** One grid at a time follows. Returns the function with which it leaves. */
  followedBy(follower: LinesFollower): () => void {
    this.#follower = follower
    return () => {
      this.#follower = this.#follower === follower ? null : this.#follower
    }
  }
}
