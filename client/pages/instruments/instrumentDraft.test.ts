import { expect, test } from 'vitest'
import { bodyOf, draftOf, unreadable } from './instrumentDraft.ts'

test('an empty gas is not sent, so it is not zero; fields that a type does not have are not sent either', () => {
  const draft = { ...draftOf(null, null), rates: { CO2: '0', CH4: '', N2O: '', CO2e: '7' }, serials: 'A1\n\n A2 \n' }
  expect(bodyOf({ ...draft, mwh: '8' })).toMatchObject({
    rates: { CO2: 0 },
    rate_gwp: null,
    serials: ['A1', 'A2'],
    mwh: 8,
  })
  expect(bodyOf({ ...draft, isCo2e: true, type: 'residual_mix', retiredOn: '2026-01-01', mwh: 'x' })).toMatchObject({
    rates: { CO2e: 7 },
    rate_gwp: 'AR5',
    serials: [],
    mwh: null,
    retired_on: null,
  })
})

test('what is no number is told by its path', () => {
  const draft = { ...draftOf(null, null), mwh: 'ten', rates: { CO2: '1', CH4: 'x', N2O: '', CO2e: 'y' } }
  expect(unreadable(draft)).toEqual(['mwh', 'rates.CH4'])
})
