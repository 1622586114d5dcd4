import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import { plainField } from '#shared/testing/plainField.ts'
import { periodFields, straddlingOf, straddlingRows } from './straddling.ts'

const FIELDS = [plainField('from', 2, 'date'), plainField('to', 3, 'date')] as const
const YEAR = { startsOn: '2024-01-01', endsOn: '2024-12-31' }

/** "inside/total of the column", of a bill. */
function told(from: string | null, to: string | null): string | null {
  const value = (_: string, key: string): string | null => (key === 'from' ? from : to)
  const found = straddlingOf({ value }, 'row', { fields: FIELDS, cycle: YEAR })
  return found === null ? null : `${found.inside}/${found.total} of ${found.field.key}`
}

test('[GOTCHA 27] a bill that goes beyond the cycle says how many of its days are in it, the leap day counted once', () => {
  expect(told('2023-12-20', '2024-03-01')).toBe('61/73 of from')
  expect(told('2024-12-16', '2025-01-14')).toBe('16/30 of to')
  expect(told('2025-01-14', '2024-12-16')).toBe('16/30 of from')
  expect(told('2023-12-31', '2025-01-01')).toBe('366/368 of from')
})

test('what lies in the cycle, outside of it, or has no two days is not marked', () => {
  expect([told('2024-01-01', '2024-12-31'), told('2025-01-01', '2025-01-31'), told('2024-12-16', null)]).toEqual([
    null,
    null,
    null,
  ])
  expect(periodFields({ fields: [plainField('month', 4, 'month')] })).toBeNull()
  const month = { ...plainField('month', 4, 'month'), role: 'month' as const }
  expect(periodFields({ fields: [...FIELDS, month] })?.map(({ key }) => key)).toEqual(['from', 'to'])
  expect(periodFields({ fields: FIELDS })).toBeNull()
})

test('of a sheet those rows are listed, at most so many', () => {
  const bills = [
    ['2024-02-01', '2024-02-29'],
    ['2023-12-20', '2024-01-19'],
    ['2024-12-20', '2025-01-19'],
    ['2023-01-01', '2023-01-31'],
  ]
  const dates = [plainFieldReply('from', 2, 'date'), plainFieldReply('to', 3, 'date')]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
  const description = {
    table: { fields: [...dates, plainFieldReply('month', 4, 'month', { role: 'month' })] },
    compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2024, factors: [] },
  } as unknown as SheetReply
  const sheet = new Sheet(new Y.Doc())
  const ids = bills.map((_, row) => `r${row}`)
  sheet.write(ids, [ORDER, 2, 3], (row, column) => (column === 0 ? `V${row}` : bills[row]![column - 1]!))
  const model = new SheetModel(description, new ColumnStore(sheet))
  const rows = (most: number): string[] =>
    straddlingRows(model, YEAR, most).map(({ row, inside }) => `${row} ${inside}`)
  expect([rows(9), rows(1)]).toEqual([['r1 19', 'r2 12'], ['r1 19']])
})
