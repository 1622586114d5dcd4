import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import type { Field } from '#shared/fields/field.ts'

/** Which cells of unique fields hold what another row holds, too: among the rows that exist, and the values that fit. */
export class Duplicates {
  readonly #fields: readonly Field[]
  /** By ordinal: 1 where the slot has a double. */
  readonly #marks = new Map<number, Uint8Array>()

  constructor(fields: readonly Field[]) {
    this.#fields = fields.filter(({ rules }) => rules?.unique === true)
  }

  /** Whether a change of these columns can make doubles. */
  concerns(ordinals: ReadonlySet<number> | 'all'): boolean {
    return this.#fields.some(({ ordinal }) => ordinals === 'all' || ordinals.has(ordinal))
  }

  has(slot: number, ordinal: number): boolean {
    return this.#marks.get(ordinal)?.[slot] === 1
  }

  /** How many cells of that row have doubles. */
  of(slot: number): number {
    let count = 0
    for (const marks of this.#marks.values()) {
      count += marks[slot] ?? 0
    }
    return count
  }

  /** Looks at the unique columns anew. Complexity: their rows. */
  refresh(store: SheetColumns): void {
    const live = store.liveSlots()
    for (const field of this.#fields) {
      const marks = new Uint8Array(store.rowIds.length)
      const mark = field.type === 'number' ? markNumbers : markTexts
      mark(store, field, live, marks)
      this.#marks.set(field.ordinal, marks)
    }
  }
}

function markNumbers(store: SheetColumns, field: Field, live: Uint32Array, marks: Uint8Array): void {
  const numbers = store.numbers(field.ordinal)
  const first = new Map<number, number>()
  for (const slot of live) {
    const number = numbers[slot] ?? Number.NaN
    if (Number.isNaN(number) || cellProblem(field, number) !== null) {
      continue
    }
    const other = first.get(number)
    if (other === undefined) {
      first.set(number, slot)
    } else {
      marks[slot] = 1
      marks[other] = 1
    }
  }
}

function markTexts(store: SheetColumns, field: Field, live: Uint32Array, marks: Uint8Array): void {
  const { dictionary, index } = store.codes(field.ordinal)
  const counts = new Uint32Array(dictionary.length + 1)
  for (const slot of live) {
    counts[index[slot] ?? 0]!++
  }
  counts[0] = 0
  dictionary.forEach((text, code) => {
    const isTwice = counts[code + 1]! > 1 && text !== '' && cellProblem(field, text) === null
    counts[code + 1] = isTwice ? 2 : 0
  })
  for (const slot of live) {
    marks[slot] = counts[index[slot] ?? 0] === 2 ? 1 : 0
  }
}
