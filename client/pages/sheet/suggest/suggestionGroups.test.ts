import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { activityFields, usualActivity } from '#client/grid/model/activityOfRow.ts'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import { suggestionGroups } from './suggestionGroups.ts'

type Cells = readonly [fuel: CellValue, site: CellValue, factor: CellValue]

const OPTIONS = [
  { id: 'leeds', label: 'Leeds' },
  { id: 'ulm', label: 'Ulm' },
]

function modelOf(rows: readonly Cells[]): { model: SheetModel; ids: string[] } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
  const description = {
    table: {
      fields: [
        plainFieldReply('fuel', 2),
        plainFieldReply('site', 3, 'option', { role: 'site', options: OPTIONS }),
        plainFieldReply('factor', 4, 'factor', { unit: 'L' }),
      ],
    },
    compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
  } as unknown as SheetReply
  const sheet = new Sheet(new Y.Doc())
  const ids = rows.map((_, i) => `r${i}`)
  sheet.write(ids, [ORDER, 2, 3, 4], (row, column) => (column === 0 ? `V${row}` : rows[row]![column - 1]!))
  return { model: new SheetModel(description, new ColumnStore(sheet)), ids }
}

const { model, ids } = modelOf([
  ['Diesel', 'leeds', null],
  ['Diesel', 'ulm', null],
  ['Diesel', 'leeds', null],
  [null, 'leeds', null],
  ['Petrol', null, null],
  ['Diesel', 'leeds', 'chosen'],
])
const field = (key: string) => model.field(key)!
const told = (more: Partial<Parameters<typeof suggestionGroups>[1]> = {}) =>
  suggestionGroups(model, {
    rows: ids,
    field: field('factor'),
    activity: { kind: 'column', field: field('fuel') },
    replaces: false,
    ...more,
  })

test('rows of one activity at one site are one question; what has a factor, or says no activity, is left out', () => {
  expect(told()).toEqual({
    groups: [
      { activity: 'Diesel', site: 'leeds', siteName: 'Leeds', rows: ['r0', 'r2'] },
      { activity: 'Diesel', site: 'ulm', siteName: 'Ulm', rows: ['r1'] },
      { activity: 'Petrol', site: null, siteName: '', rows: ['r4'] },
    ],
    withoutActivity: 1,
    filled: 1,
  })
})

test('an activity that is typed is that of every row; a factor that stands already is replaced when that is wanted', () => {
  const typed = told({ activity: { kind: 'typed', text: ' electricity ' }, replaces: true })
  expect(typed.groups.map(({ activity, site, rows }) => [activity, site, rows.length])).toEqual([
    ['electricity', 'leeds', 4],
    ['electricity', 'ulm', 1],
    ['electricity', null, 1],
  ])
  expect(told({ activity: { kind: 'typed', text: ' ' } })).toMatchObject({ groups: [], withoutActivity: 5 })
})

test('electricity is meant where factors are per energy without a heating value, else the first column that says something', () => {
  const per = (unit: string | null) => ({ ...field('factor'), unit })
  expect(usualActivity(model.fields, per('MWh'))).toEqual({ kind: 'typed', text: 'electricity' })
  expect(usualActivity(model.fields, per('kWh(HHV)'))).toMatchObject({ kind: 'column', field: { key: 'fuel' } })
  expect(usualActivity([field('site')], per(null))).toEqual({ kind: 'typed', text: '' })
  expect(activityFields(model.fields).map(({ key }) => key)).toEqual(['fuel'])
})
