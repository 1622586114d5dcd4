import { expect, test } from 'vitest'
import { commonSerial, serialRange } from './serials.ts'

test.each([
  ['NO-2025-0001', 'NO-2025-0001'],
  ['no-2025-0001', 'NO-2025-0001'],
  ['NO-2025-0001 .. NO-2025-0100', 'NO-2025-0042'],
  ['NO-2025-0001 - NO-2025-0100', 'NO-2025-0100 … NO-2025-0200'],
  ['9007199254740993 to 9007199254740995', '9007199254740995'],
  ['ABC', 'abc '],
])('%s and %s name the same certificate', (one, other) => {
  expect(commonSerial(['X1', one], [other])).toEqual([one, other])
  expect(commonSerial([other], ['X1', one])).toEqual([other, one])
})

test.each([
  ['NO-2025-0001', 'NO-2025-0002'],
  ['NO-2025-0001 .. NO-2025-0100', 'NO-2025-0101'],
  ['NO-2025-0042', 'SE-2025-0042'],
  ['042', '42'],
  ['9007199254740992', '9007199254740993'],
])('%s and %s are two', (one, other) => {
  expect(commonSerial([one], [other])).toBeNull()
})

test.each(['', 'A1 .. B2', 'A9 .. A1', 'A1 .. A2 .. A3', 'A..B', '1 .. 10'])(
  '“%s” is no serial number or range',
  (text) => {
    expect(serialRange(text)).toBeNull()
  },
)
