import { expect, test } from 'vitest'
import type { SheetReply } from '#shared/api/sheets.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { describedAt, meantNow } from './formerMeaning.ts'

const quantity = { ...plainFieldReply('quantity', 2, 'number'), unit: 'MWh' }
const table: SheetReply['table'] = {
  id: 't',
  module_id: 'm',
  key: 'fuel',
  name: 'Fuel',
  description: '',
  position: 0,
  fields: [quantity, plainFieldReply('note', 3, 'text')],
}
const was = (until: string, type: 'text' | 'number', unit: string | null) => ({
  field: 'quantity',
  until,
  type,
  unit,
  options: [],
})
const sheet = {
  table,
  former: [was('2025-03-01T00:00:00.000Z', 'text', null), was('2025-06-01T00:00:00.000Z', 'number', 'kWh')],
}

test('a value of before is what it means now: of a time of texts, of kWh, and of MWh', () => {
  const at = (moment: string, value: string | number) => meantNow(sheet, { field: 'quantity', value, at: moment })
  expect(at('2025-01-01T00:00:00.000Z', '1.5 GWh')).toBe(1500)
  expect(at('2025-04-01T00:00:00.000Z', 1500)).toBe(1.5)
  expect(at('2025-07-01T00:00:00.000Z', 1.5)).toBe(1.5)
  expect(at('2025-04-01T00:00:00.000Z', 'n/a')).toBe('n/a')
})

test('the sheet as it was has the fields as they were', () => {
  const unitsAt = (moment: string) => describedAt(sheet, moment).table.fields.map(({ type, unit }) => [type, unit])
  expect(unitsAt('2025-01-01T00:00:00.000Z')[0]).toEqual(['text', null])
  expect(unitsAt('2025-04-01T00:00:00.000Z')[0]).toEqual(['number', 'kWh'])
  expect(unitsAt('2025-07-01T00:00:00.000Z')).toEqual([
    ['number', 'MWh'],
    ['text', null],
  ])
})
