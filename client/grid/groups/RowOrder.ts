import type { GroupColumn, GroupValue } from './groupColumn.ts'

/** Rows that stand together on display: a group of the innermost level, or all rows where none are grouped. */
export interface RowRun {
  /** Its value in each column of the groups, the outermost first. */
  path: readonly GroupValue[]
  /** Ids, also of rows that were deleted meanwhile: they come back to their place. */
  rows: string[]
}

/** The order of rows on display. It stands still: rows that come later stand at the end of their group. */
export class RowOrder {
  readonly #runs: RowRun[] = []
  readonly #byPath = new Map<string, RowRun>()
  /** Null: nobody has asked since the order was made. */
  #places: Map<string, { run: RowRun; index: number }> | null = null

  /** Groups, from the first to the last. */
  get runs(): readonly RowRun[] {
    return this.#runs
  }

  has(row: string): boolean {
    return this.#placed().has(row)
  }

  runOf(row: string): RowRun | null {
    return this.#placed().get(row)?.run ?? null
  }

  /** Behind all others; the rows of a group follow each other. */
  append(row: string, path: readonly GroupValue[]): void {
    const last = this.#runs.at(-1)
    const run = last?.path === path ? last : this.#runAt(path, this.#runs.length)
    this.#place(row, run)
  }

  /** At the end of its group; the group is made when there is none yet, behind those that it has most in common with. */
  add(row: string, path: readonly GroupValue[]): void {
    this.#place(row, this.#byPath.get(pathId(path)) ?? this.#runAt(path, this.#placeOf(path)))
  }

  #place(row: string, run: RowRun): void {
    const index = run.rows.push(row) - 1
    this.#places?.set(row, { run, index })
  }

  /** Where each row stands: asked for by edits, not to show the order. */
  #placed(): Map<string, { run: RowRun; index: number }> {
    if (this.#places === null) {
      this.#places = new Map()
      for (const run of this.#runs) {
        for (const [index, row] of run.rows.entries()) {
          this.#places.set(row, { run, index })
        }
      }
    }
    return this.#places
  }

  #runAt(path: readonly GroupValue[], place: number): RowRun {
    const id = pathId(path)
    let run = this.#byPath.get(id)
    if (run === undefined) {
      run = { path, rows: [] }
      this.#byPath.set(id, run)
      this.#runs.splice(place, 0, run)
    }
    return run
  }

  /** The rows before (-1) or behind (1) this one, the nearest first. */
  *beside(row: string, step: 1 | -1): Generator<string> {
    const place = this.#placed().get(row)
    if (place === undefined) {
      return
    }
    let { run, index } = place
    let at = this.#runs.indexOf(run)
    for (;;) {
      index += step
      if (run.rows[index] !== undefined) {
        yield run.rows[index]!
        continue
      }
      const next = this.#runs[(at += step)]
      if (next === undefined) {
        return
      }
      run = next
      index = step > 0 ? -1 : run.rows.length
    }
  }

  #placeOf(path: readonly GroupValue[]): number {
    let [most, place] = [0, this.#runs.length]
    this.#runs.forEach((run, i) => {
      const common = commonLength(run.path, path)
      if (common > 0 && common >= most) {
        most = common
        place = i + 1
      }
    })
    return place
  }
}

/** How many levels two groups share, from the outermost. */
export function commonLength(a: readonly GroupValue[], b: readonly GroupValue[]): number {
  let level = 0
  while (level < a.length && level < b.length && a[level]!.id === b[level]!.id) {
    level++
  }
  return level
}

export const isSamePath = (a: readonly GroupValue[], b: readonly GroupValue[]): boolean =>
  a.length === b.length && commonLength(a, b) === a.length

const pathId = (path: readonly GroupValue[]): string => JSON.stringify(path.map(({ id }) => id))

/**
 * Positions of rows with those of a group together, the groups in their order and the rows of each as they stood before.
 * `columns`: the outermost first. O(rows) for each column.
 */
export function inGroups(columns: readonly GroupColumn[], count: number): Uint32Array {
  let positions = Uint32Array.from({ length: count }, (_, i) => i)
  for (const { ordinals, values } of columns.toReversed()) {
    const starts = new Uint32Array(values.length + 1)
    for (const position of positions) {
      starts[ordinals[position]! + 1]!++
    }
    for (let i = 1; i < starts.length; i++) {
      starts[i]! += starts[i - 1]!
    }
    const next = new Uint32Array(count)
    for (const position of positions) {
      next[starts[ordinals[position]!]!++] = position
    }
    positions = next
  }
  return positions
}
