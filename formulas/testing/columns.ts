import type { CellValue } from '#shared/cells/cellValue.ts'
import type { ColumnSource } from '#formulas/plan/Plan.ts'

/** Columns of rows given as objects, in the shapes of the sheet's column store; a boolean cell has the number 1 or 0. */
export function columnsOf(rows: readonly Readonly<Record<string, CellValue>>[]): ColumnSource {
  const column = (key: string): CellValue[] => rows.map((row) => row[key] ?? null)
  return {
    numbers: (key) =>
      Float64Array.from(column(key), (cell) =>
        typeof cell === 'number' ? cell : typeof cell === 'boolean' ? Number(cell) : Number.NaN,
      ),
    kinds: (key) => Uint8Array.from(column(key), kindOf),
    codes: (key) => {
      const dictionary = [...new Set(column(key).filter((cell) => typeof cell === 'string'))]
      return {
        dictionary,
        index: Uint32Array.from(column(key), (cell) => (typeof cell === 'string' ? dictionary.indexOf(cell) + 1 : 0)),
      }
    },
  }
}

function kindOf(cell: CellValue): number {
  if (cell === null) {
    return 0
  }
  return typeof cell === 'number' ? 1 : typeof cell === 'string' ? 2 : typeof cell === 'boolean' ? 3 : 4
}
