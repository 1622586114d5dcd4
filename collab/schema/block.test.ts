import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { Block } from './block.ts'
import { encodeBlock } from './encodeBlock.ts'
import { MalformedBytes } from './MalformedBytes.ts'
import { newRowIds } from './rowId.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'

const number = fc.oneof(
  fc.constantFrom(0, -0, 1e308, 5e-324, 2 ** 53),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 100),
)
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => value.isWellFormed())
const value: fc.Arbitrary<CellValue> = fc.oneof(
  fc.constant(null),
  number,
  text,
  fc.boolean(),
  fc.array(fc.stringMatching(/^o\d{1,3}$/), { maxLength: 4 }),
)
const columnOf = (rows: number): fc.Arbitrary<CellValue[]> =>
  fc
    .oneof(
      value.map(() => value),
      fc.constantFrom<fc.Arbitrary<CellValue>>(number, text, value),
    )
    .chain((cell) => fc.array(cell, { minLength: rows, maxLength: rows }))

test('[BLK1] random rectangles survive the round trip exactly', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 0, max: 60 })
        .chain((rows) => fc.array(columnOf(rows), { maxLength: 8 }).map((table) => ({ rows, table }))),
      ({ rows, table }) => {
        const ids = newRowIds(rows)
        const ordinals = table.map((_, i) => i * 3)
        const block = new Block(encodeBlock(ids, ordinals, (row, column) => table[column]![row]!))
        block.check()
        expect(block.rows).toEqual(ids)
        expect(block.ordinals).toEqual(ordinals)
        table.forEach((cells, i) => {
          cells.forEach((cell, row) => expect(block.column(i * 3)?.get(row)).toStrictEqual(cell))
        })
      },
    ),
    { numRuns: sizeOf({ short: 400, long: 20_000 }) },
  )
})

test('[BLK1] dictionaries of more than 255 and more than 65,535 texts survive the round trip', () => {
  for (const rows of [300, 70_000]) {
    const ids = newRowIds(rows)
    const block = new Block(encodeBlock(ids, [2], (row) => `text ${row}`))
    expect(block.column(2)?.get(rows - 1)).toBe(`text ${rows - 1}`)
    expect(block.find(ids[rows - 1]!)).toBe(rows - 1)
  }
})

test('[BLK2] damaged blocks either decode or are refused as malformed, never anything else', () => {
  const bytes = encodeBlock(
    ['a', 'b', 'c'],
    [1, 2, 3, 4],
    (row, column) => [row, `text${row}`, row === 1, ['x', `y${row}`]][column]!,
  )
  const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(damage, fc.option(fc.nat(bytes.length)), (changes, cut) => {
      const damaged = bytes.slice(0, cut ?? bytes.length)
      for (const [at, byte] of changes) {
        damaged[at % Math.max(1, damaged.length)] = byte
      }
      try {
        new Block(damaged).check()
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes)
      }
    }),
    { numRuns: sizeOf({ short: 3000, long: 200_000 }) },
  )
})

test('[BLK3] a few bytes cannot announce more entries than there are rows', () => {
  const manyTexts = Uint8Array.of(1, 1, 1, 1, 1, 97, 1, 2, 8, 2, 0xc0, 0x84, 0x3d, 1, 0, 0, 0) // 1 row, a dictionary of a million empty texts
  expect(() => new Block(manyTexts).check()).toThrow(MalformedBytes)
  expect(() => encodeBlock(['a'], [2], () => NaN)).toThrow(TypeError)
})
