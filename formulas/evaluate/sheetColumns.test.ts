import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { contextOf, fieldOf } from '#formulas/testing/context.ts'
import { sheetColumns, type SheetStore } from './sheetColumns.ts'

/** A store that, like the live sheet's, keeps no numbers of booleans. */
function storeOf(cells: readonly CellValue[]): SheetStore {
  return {
    value: (slot) => cells[slot] ?? null,
    numbers: () => Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN)),
    kinds: () => Uint8Array.from(cells, (cell) => (typeof cell === 'boolean' ? 3 : typeof cell === 'number' ? 1 : 0)),
    codes: () => ({ dictionary: [], index: new Uint32Array(cells.length) }),
  }
}

test('a checkbox of the live sheet is read as a condition', () => {
  const fields = [{ key: 'done', ordinal: 2, type: 'boolean' }]
  const plan = compileFormula('if(done, 1, 2)', contextOf([fieldOf('done', null, { type: 'boolean' })]))
  const column = plan.ok ? plan.value.evaluate(sheetColumns(storeOf([true, false, null]), fields), 3) : null
  expect(column && [...column.numbers]).toEqual([1, 2, Number.NaN])
})
