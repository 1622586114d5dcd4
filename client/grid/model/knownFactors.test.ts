import * as Y from 'yjs'
import { expect, test, vi } from 'vitest'
import { FieldTargets } from '#client/sync/FieldTargets.ts'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { factorOf } from '#formulas/testing/context.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { SheetModel } from './SheetModel.ts'

const GAS = factorOf('gas', 'kWh', { CO2: 0.2 })
const OIL = factorOf('oil', 'kWh', { CO2: 0.3 })

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
const DESCRIPTION = {
  table: {
    fields: [
      plainFieldReply('used', 2, 'number', { unit: 'kWh' }),
      plainFieldReply('source', 3, 'factor', { unit: 'kWh' }),
      plainFieldReply('emitted', 4, 'formula', { unit: 'kgCO2e', formula: 'used * factor(source, "CO2e")' }),
    ],
  },
  compute: { gwp_set: 'AR6', gwp: { CO2: 1 }, factor_year: 2025, factors: [] },
  cell_factors: [GAS],
} as unknown as SheetReply

test('factors that came with the sheet count at once, others as soon as they are here', async () => {
  vi.useFakeTimers()
  const asked: (readonly string[])[] = []
  const targets = new FieldTargets({
    async lookup(values) {
      asked.push(values)
      return values.map((value) =>
        value === 'oil'
          ? { value, state: 'here', id: value, label: 'Oil 2025', factor: OIL }
          : { value, state: 'unknown', id: null, label: null },
      )
    },
    search: async () => ({ data: [], hidden: false }),
    watch: () => () => {},
  })
  const sheet = new Sheet(new Y.Doc())
  const cells = [100, 'gas', 100, 'oil', 100, 'none']
  sheet.write(['r0', 'r1', 'r2'], [ORDER, 2, 3], (row, column) =>
    column === 0 ? `V${row}` : cells[row * 2 + column - 1]!,
  )
  const model = new SheetModel(DESCRIPTION, new ColumnStore(sheet), undefined, ({ type }) =>
    type === 'factor' ? targets : null,
  )
  const results = (): unknown[] => ['r0', 'r1', 'r2'].map((row) => model.computed(row, 'emitted'))
  expect(results()).toEqual([20, { error: 'no-factor' }, { error: 'no-factor' }])
  await vi.advanceTimersByTimeAsync(1000)
  expect(results()).toEqual([20, 30, { error: 'no-factor' }])
  expect(asked).toEqual([['oil', 'none']])
  expect(model.total('emitted')).toBe(50)
  model.destroy()
  targets.stop()
  vi.useRealTimers()
})
