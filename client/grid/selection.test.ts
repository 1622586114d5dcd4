import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Selection, type CellRef, type RangeKind } from './Selection.ts'

const COLUMNS = ['x', 'y', 'z', 'w']
const KINDS: readonly RangeKind[] = ['cells', 'rows', 'columns', 'all']

const ids = Array.from({ length: 8 }, (_, i) => `row ${i}`)
const cell: fc.Arbitrary<CellRef> = fc.record({ row: fc.constantFrom(...ids), key: fc.constantFrom(...COLUMNS) })
const range = fc.record({ anchor: cell, head: cell, kind: fc.constantFrom(...KINDS) })
const ranges = fc.array(range, { minLength: 1, maxLength: 4 })
const order = fc.shuffledSubarray(ids, { minLength: ids.length, maxLength: ids.length })

/** A sheet whose rows can come in another order, and whose rows can go. */
function sheet() {
  let rows: readonly string[] = ids
  const selection = new Selection({
    rowCount: () => rows.length,
    rowIndex: (row) => rows.indexOf(row),
    rowAt: (index) => rows[index] ?? null,
    columns: () => COLUMNS,
  })
  return { selection, show: (other: readonly string[]) => (rows = other) }
}

const choose = (selection: Selection, chosen: { anchor: CellRef; head: CellRef; kind: RangeKind }[]): void =>
  chosen.forEach(({ anchor, head, kind }, i) => selection.set(anchor, head, kind, i > 0))

/** Said again, without rectangles: a cell is in a range when it lies between the corners, where its kind asks for that. */
function isIn(
  { row, key }: CellRef,
  { anchor, head, kind }: { anchor: CellRef; head: CellRef; kind: RangeKind },
): boolean {
  const between = (at: number, a: number, b: number): boolean => at >= Math.min(a, b) && at <= Math.max(a, b)
  const inRows = between(ids.indexOf(row), ids.indexOf(anchor.row), ids.indexOf(head.row))
  const inColumns = between(COLUMNS.indexOf(key), COLUMNS.indexOf(anchor.key), COLUMNS.indexOf(head.key))
  return (kind === 'columns' || kind === 'all' || inRows) && (kind === 'rows' || kind === 'all' || inColumns)
}

const named = (cells: Iterable<CellRef>): string[] => [...cells].map(({ row, key }) => `${row}.${key}`)

test('cells of several ranges are exactly those between their corners, each once; rows are theirs, in order', () => {
  fc.assert(
    fc.property(ranges, (chosen) => {
      const { selection } = sheet()
      choose(selection, chosen)
      const expected = ids.flatMap((row) =>
        COLUMNS.filter((key) => chosen.some((one) => isIn({ row, key }, one))).map((key) => `${row}.${key}`),
      )
      expect(named(selection.cells()).toSorted()).toEqual(expected.toSorted())
      expect(selection.rows()).toEqual(ids.filter((row) => expected.some((one) => one.startsWith(`${row}.`))))
      expect(selection.active).toEqual(chosen.at(-1)?.anchor)
    }),
  )
})

test('drawn back to where it began a range is one cell again; a corner drawn further only ever adds', () => {
  fc.assert(
    fc.property(cell, cell, (from, to) => {
      const { selection } = sheet()
      selection.set(from)
      expect(selection.isOneCell()).toBe(true)
      selection.extend(to)
      expect(new Set(named(selection.cells()))).toContain(`${from.row}.${from.key}`)
      expect(new Set(named(selection.cells()))).toContain(`${to.row}.${to.key}`)
      expect(selection.active).toEqual(from)
      selection.extend(from)
      expect([selection.isOneCell(), named(selection.cells())]).toEqual([true, [`${from.row}.${from.key}`]])
    }),
  )
})

test('another order and back again, as by a sort, is the same selection; single cells stay selected in every order', () => {
  fc.assert(
    fc.property(ranges, order, (chosen, sorted) => {
      const { selection, show } = sheet()
      choose(selection, chosen)
      const [cells, active] = [named(selection.cells()), selection.active]
      show(sorted)
      expect(selection.active).toEqual(active)
      for (const { anchor, head } of chosen) {
        expect(named(selection.cells())).toEqual(
          expect.arrayContaining([`${anchor.row}.${anchor.key}`, `${head.row}.${head.key}`]),
        )
      }
      show(ids)
      expect(named(selection.cells())).toEqual(cells)
    }),
  )
})

test('rows that go, as by a filter, take only themselves out, and come back selected', () => {
  fc.assert(
    fc.property(cell, fc.subarray(ids, { minLength: 1 }), (chosen, left) => {
      const { selection, show } = sheet()
      selection.set(chosen)
      show(left)
      expect(named(selection.cells())).toEqual(left.includes(chosen.row) ? [`${chosen.row}.${chosen.key}`] : [])
      show(ids)
      expect(named(selection.cells())).toEqual([`${chosen.row}.${chosen.key}`])
    }),
  )
})
