import { expect, test } from 'vitest'
import { RowColumns, type StoredValues } from './RowColumns.ts'

/** A row that counts how often one of its cells is looked at. */
function countedRow(values: StoredValues, look: () => void): StoredValues {
  return new Proxy(values, {
    get(target, key) {
      look()
      return Reflect.get(target, key)
    },
  })
}

test('however often a column is asked for, each of its cells is looked at once for numbers, kinds and texts', () => {
  let looks = 0
  const rows = [{ 2: 1.5 }, { 2: true }, { 2: 'coal' }, {}].map((row) => countedRow(row, () => looks++))
  const columns = new RowColumns(rows)
  for (let i = 0; i < 100; i++) {
    expect([...columns.numbers(2)]).toEqual([1.5, 1, NaN, NaN])
    expect([...columns.kinds(2)]).toEqual([1, 3, 2, 0])
    expect(columns.codes(2)).toEqual({ dictionary: ['coal'], index: Uint32Array.of(0, 0, 1, 0) })
  }
  expect(looks).toBe(3 * rows.length)
})
