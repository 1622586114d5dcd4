/** What the order is computed from; the column store is one. */
export interface OrderedRows {
  readonly rowIds: readonly string[]
  /** Order keys of all slots; null where the row has no place or is deleted. */
  orderKeys(): (string | null)[]
  orderKey(slot: number): string | null
}

/** The slots of the rows that exist, by order key and then row id. After an edit only the touched slots are sorted anew. */
export class RowOrder {
  readonly #rows: OrderedRows
  #keys: (string | null)[] = []
  #sorted: Uint32Array | null = null
  #touched: Set<number> | null = null

  constructor(rows: OrderedRows) {
    this.#rows = rows
  }

  update(slots: ReadonlySet<number>): void {
    if (this.#sorted === null) {
      return
    }
    this.#touched ??= new Set()
    for (const slot of slots) {
      this.#touched.add(slot)
    }
  }

  slots(): Uint32Array {
    if (this.#sorted === null) {
      this.#keys = this.#rows.orderKeys()
      this.#sorted = this.#sort(this.#keys.keys())
    } else if (this.#touched !== null) {
      for (const slot of this.#touched) {
        this.#keys[slot] = this.#rows.orderKey(slot)
      }
      this.#sorted = this.#merge(this.#sorted, this.#touched)
    }
    this.#touched = null
    return this.#sorted
  }

  #sort(candidates: Iterable<number>): Uint32Array {
    const live: number[] = []
    for (const slot of candidates) {
      if (this.#keys[slot] !== null) {
        live.push(slot)
      }
    }
    const sorted = live.every((slot, i) => i === 0 || this.#compare(live[i - 1]!, slot) <= 0)
    return Uint32Array.from(sorted ? live : live.sort((a, b) => this.#compare(a, b)))
  }

  #merge(old: Uint32Array, touched: ReadonlySet<number>): Uint32Array {
    const kept = old.filter((slot) => !touched.has(slot))
    const fresh = this.#sort(touched)
    const merged = new Uint32Array(kept.length + fresh.length)
    let [k, f] = [0, 0]
    for (let i = 0; i < merged.length; i++) {
      const takeKept = f === fresh.length || (k < kept.length && this.#compare(kept[k]!, fresh[f]!) < 0)
      merged[i] = takeKept ? kept[k++]! : fresh[f++]!
    }
    return merged
  }

  #compare(a: number, b: number): number {
    const [first, second] = [this.#keys[a]!, this.#keys[b]!]
    if (first !== second) {
      return first < second ? -1 : 1
    }
    return this.#rows.rowIds[a]! < this.#rows.rowIds[b]! ? -1 : 1
  }
}
