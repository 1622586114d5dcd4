import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { columnsOf } from '../runs/computeRows.ts'
import type { RowRecord } from '../runs/packRecords.ts'
import { KeptTable } from './KeptTable.ts'

const ORDINALS = [2, 3, 4]

const anyValue = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom<CellValue>('lyon', 'porto', '', 'ten', true, false, ['a', 'b'], null),
)
const anyRow = fc.tuple(anyValue, anyValue, fc.option(fc.double({ noNaN: true })))

/** Texts by slot, whatever numbers they have in a dictionary. */
const textsOf = ({ dictionary, index }: { dictionary: readonly string[]; index: Uint32Array }): (string | null)[] =>
  Array.from(index, (code) => dictionary[code - 1] ?? null)

test('rows that are added in blocks are the same columns as all rows at once', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (cells, block) => {
      const rows = cells.map(([one, two, gathered], at): RowRecord => ({
        id: `r${at}`,
        values: { ...(one !== null && { 2: one }), ...(two !== null && { 3: two }) },
        gathered: gathered === null ? null : { 4: gathered },
      }))
      const kept = new KeptTable('rows/a.b/00001.ndjson', ORDINALS)
      for (let start = 0; start < rows.length; start += block) {
        kept.add(rows.slice(start, start + block))
      }
      const whole = columnsOf(rows)
      expect(kept.rowIds).toEqual(whole.rowIds)
      for (const ordinal of ORDINALS) {
        expect(kept.numbers(ordinal)).toEqual(whole.numbers(ordinal))
        expect(kept.kinds(ordinal)).toEqual(whole.kinds(ordinal))
        expect(textsOf(kept.codes(ordinal))).toEqual(textsOf(whole.codes(ordinal)))
      }
      expect(rows.map((_, slot) => kept.gathered(slot, 4))).toEqual(rows.map(({ gathered }) => gathered?.['4']))
      expect(rows.map((_, slot) => kept.gatheredAt(slot))).toEqual(rows.map(({ gathered }) => gathered))
    }),
  )
})

test('more rows than it has room for at first are all there', () => {
  const kept = new KeptTable('rows/a.b/00001.ndjson', [2])
  const rows = Array.from({ length: 2500 }, (_, at): RowRecord => ({ id: `r${at}`, values: { 2: at }, gathered: null }))
  for (let times = 0; times < 4; times++) {
    kept.add(rows)
  }
  expect(kept.numbers(2)).toEqual(Float64Array.from({ length: 10_000 }, (_, at) => at % 2500))
})
