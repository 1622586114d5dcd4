import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { StrandedWrites, type Landing } from './StrandedWrites.ts'

const part = (now: CellValue): Landing => ({
  current: true,
  locked: false,
  mayWrite: () => true,
  live: { sheet: { value: () => now } },
})

test('[CONV3] what was typed in kWh is not written into a field that is in MWh by now, not even over an empty cell', () => {
  const stranded = new StrandedWrites()
  const intent = { row: 'r1', ordinal: 2, value: 1600, before: null, meaning: 'number kWh' }
  stranded.add([intent])
  const landed = stranded.take(
    () => part(null),
    () => 'number MWh',
  )
  expect(landed).toEqual({ writes: [], lost: [{ intents: [intent], reason: 'field-changed' }] })
})

test('in a field that means the same it is', () => {
  const stranded = new StrandedWrites()
  stranded.add([{ row: 'r1', ordinal: 2, value: 1600, before: null, meaning: 'number kWh' }])
  const landed = stranded.take(
    () => part(null),
    () => 'number kWh',
  )
  expect(landed).toMatchObject({ writes: [{ row: 'r1', ordinal: 2, value: 1600 }], lost: [] })
})
