import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GridRow } from '../model/SheetModel.ts'
import { GridLines } from './GridLines.ts'

/** Rows as a sheet has them: one object for each id. */
function sheetRows() {
  const rows = new Map<string, GridRow>()
  let made = 0
  const rowOf = (id: string): GridRow => {
    const row = rows.get(id) ?? { id }
    made += rows.has(id) ? 0 : 1
    rows.set(id, row)
    return row
  }
  return { rowOf, made: () => made }
}

test('a row is found wherever it was before, and one that is not there is nowhere, however many are asked for', () => {
  const ids = fc.uniqueArray(fc.nat(400), { maxLength: 200 })
  const asked = fc.array(fc.tuple(fc.nat(400), fc.nat(200)), { minLength: 90, maxLength: 150 })
  fc.assert(
    fc.property(ids, ids, asked, (first, second, questions) => {
      const { rowOf } = sheetRows()
      const lines = new GridLines(rowOf)
      for (const shown of [first, second]) {
        lines.show(shown.map((id) => rowOf(`r${id}`)))
        for (const [id, near] of questions) {
          expect(lines.placeOf(`r${id}`, near)).toBe(shown.indexOf(id))
        }
      }
    }),
  )
})

test('asking for many rows costs two walks over all of them, not one each', () => {
  let looks = 0
  const rows = Array.from({ length: 20_000 }, (_, i) => ({
    get id(): string {
      looks++
      return `r${i}`
    },
  }))
  const lines = new GridLines((id) => rows[Number(id.slice(1))]!)
  lines.show(rows)
  for (let i = 0; i < rows.length; i++) {
    expect(lines.placeOf(`r${(i * 7919) % rows.length}`)).toBe((i * 7919) % rows.length)
  }
  expect(looks).toBeLessThan(2 * rows.length)
})

test('the grid is told when other lines are shown, until it leaves', () => {
  const { rowOf } = sheetRows()
  const lines = new GridLines(rowOf)
  const told: string[] = []
  const tell = (what: string) => () => told.push(`${what} ${lines.count}`)
  const leave = lines.followedBy({ othersCome: tell('before'), exchange: tell('now') })
  lines.show(['a', 'b'].map(rowOf))
  lines.show(['c'].map(rowOf), true)
  leave()
  lines.show([])
  expect([told, lines.count, lines.at(0)]).toEqual([['now 2', 'before 2', 'now 1'], 0, undefined])
})
