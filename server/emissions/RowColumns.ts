import type { CellValue } from '#shared/cells/cellValue.ts'
import type { EnteredColumns, GatheredResult } from './EnteredColumns.ts'

/** Values of a stored row by ordinal (as text, the way JSON keeps keys). */
export type StoredValues = Readonly<Record<string, CellValue>>

/** Results of a stored row that were gathered from others, by ordinal. Null: never yet. */
export type StoredGathered = Readonly<Record<string, GatheredResult>> | null

/** Rows out of the database as columns: slot n is row n. A column is laid out when it is first asked for. */
export class RowColumns implements EnteredColumns {
  readonly rowIds: readonly string[]
  readonly #rows: readonly StoredValues[]
  readonly #gathered: readonly StoredGathered[]
  readonly #numbers = new Map<number, Float64Array>()
  readonly #kinds = new Map<number, Uint8Array>()
  readonly #codes = new Map<number, Codes>()

  /** `besides`: what the rows are called and what was gathered for them, where formulas need it. */
  constructor(
    rows: readonly StoredValues[],
    besides: { rowIds?: readonly string[]; gathered?: readonly StoredGathered[] } = {},
  ) {
    this.#rows = rows
    this.rowIds = besides.rowIds ?? []
    this.#gathered = besides.gathered ?? []
  }

  gathered(slot: number, ordinal: number): GatheredResult | undefined {
    return this.#gathered[slot]?.[String(ordinal)]
  }

  numbers(ordinal: number): Float64Array {
    return once(this.#numbers, ordinal, () => Float64Array.from(this.#column(ordinal), numberOf))
  }

  kinds(ordinal: number): Uint8Array {
    return once(this.#kinds, ordinal, () => Uint8Array.from(this.#column(ordinal), kindOf))
  }

  codes(ordinal: number): Codes {
    return once(this.#codes, ordinal, () => codesOf(this.#column(ordinal)))
  }

  #column(ordinal: number): CellValue[] {
    const key = String(ordinal)
    return this.#rows.map((row) => row[key] ?? null)
  }
}

interface Codes {
  dictionary: readonly string[]
  index: Uint32Array
}

/** Formulas ask for a column again for every row in which something is missing. */
function once<Column>(known: Map<number, Column>, ordinal: number, layOut: () => Column): Column {
  const column = known.get(ordinal) ?? layOut()
  known.set(ordinal, column)
  return column
}

function numberOf(value: CellValue): number {
  if (typeof value === 'boolean') {
    return value ? 1 : 0
  }
  return typeof value === 'number' ? value : Number.NaN
}

function codesOf(column: readonly CellValue[]): Codes {
  const codes = new Map<string, number>()
  const index = Uint32Array.from(column, (value) => {
    if (typeof value !== 'string') {
      return 0
    }
    const code = codes.get(value) ?? codes.size + 1
    codes.set(value, code)
    return code
  })
  return { dictionary: [...codes.keys()], index }
}

function kindOf(value: CellValue): number {
  switch (typeof value) {
    case 'number':
      return 1
    case 'string':
      return 2
    case 'boolean':
      return 3
    default:
      return value === null ? 0 : 4
  }
}
