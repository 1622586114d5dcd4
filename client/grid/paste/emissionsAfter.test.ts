import * as Y from 'yjs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeCells } from '#collab/binding/cellWrites.ts'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { SheetModel } from '../model/SheetModel.ts'
import { emissionsAfter } from './emissionsAfter.ts'
import type { PastePlan } from './pasteBlock.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
const DESCRIPTION = {
  table: {
    fields: [
      plainFieldReply('amount', 2, 'number', { unit: 'kgCO2e' }),
      plainFieldReply('co2e', 3, 'formula', { unit: 'kgCO2e', formula: 'amount * 2', role: 'emissions' }),
    ],
  },
  compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
} as unknown as SheetReply

const amount = fc.oneof<[fc.Arbitrary<CellValue>, fc.Arbitrary<CellValue>]>(
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom<CellValue>(null, 'text'),
)
const cells = fc.record({
  there: fc.array(amount, { maxLength: 8 }),
  pasted: fc.array(fc.record({ row: fc.nat(11), value: amount }), { maxLength: 12 }),
  added: fc.nat(4),
})

function planOf(there: number, added: number, pasted: readonly { row: number; value: CellValue }[]): PastePlan {
  return {
    writes: pasted
      .filter(({ row }) => row < there + added)
      .map(({ row, value }) => ({ row: `r${row}`, ordinal: 2, value })),
    newRows: Array.from({ length: added }, (_, i) => `r${there + i}`),
    rect: { r0: 0, r1: 0, c0: 0, c1: 0 },
    pasted: pasted.length,
    rejected: [],
    converted: [],
    errorsSkipped: 0,
    computedSkipped: 0,
    readOnlySkipped: 0,
    columnsCut: 0,
    rowsCut: 0,
  }
}

test('the total that is shown before a paste is the total after it, and showing it changes nothing', () => {
  fc.assert(
    fc.property(cells, ({ there, pasted, added }) => {
      const sheet = new Sheet(new Y.Doc())
      const rows = there.map((_, i) => `r${i}`)
      sheet.write(rows, [ORDER, 2], (row, column) => (column === 0 ? `V${row}` : there[row]!))
      const model = new SheetModel(DESCRIPTION, new ColumnStore(sheet))
      const plan = planOf(there.length, added, pasted)
      const now = model.total('co2e')

      const change = emissionsAfter(model, plan)
      expect([change?.nowT, model.total('co2e')]).toEqual([now === null ? null : now / 1000, now])

      sheet.write(plan.newRows, [ORDER], (row) => `W${row}`)
      writeCells(sheet, plan.writes, null)
      const after = model.total('co2e')
      expect(change?.afterT).toBe(after === null ? null : after / 1000)
      model.destroy()
    }),
  )
})
