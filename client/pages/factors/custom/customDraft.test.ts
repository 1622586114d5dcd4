import { expect, test } from 'vitest'
import { bodyOf, draftOf, unreadable } from './customDraft.ts'

const empty = draftOf(null, 2025)

test('numbers are read as people write them, and what is none is named by its field', () => {
  const draft = {
    ...empty,
    gases: { ...empty.gases, CO2: '0,11', N2O: '1e-5' },
    otherGases: 'SF6 0.01\n HFC-134a 1 200',
    biogenic: '',
  }
  expect(unreadable(draft)).toEqual([])
  expect(bodyOf(draft)).toMatchObject({
    gases: { CO2: 0.11, N2O: 0.000_01, SF6: 0.01, 'HFC-134a': 1200 },
    co2e_kg: null,
    co2e_gwp: null,
    biogenic_co2_kg: null,
    data_year: 2025,
    scope: null,
    valid_from: null,
  })
  const wrong = {
    ...draft,
    gases: { ...draft.gases, CO2: '1.2.3' },
    otherGases: 'SF6',
    dataYear: 'now',
    biogenic: '-1',
  }
  expect(unreadable(wrong)).toEqual(['data_year', 'biogenic_co2_kg', 'gases.CO2', 'gases'])
})

test('CO2e and gases are never sent together, whatever stands in the boxes', () => {
  const draft = { ...empty, gases: { ...empty.gases, CO2: 'x' }, isCo2e: true, co2e: '0.2', gwp: 'AR5' as const }
  expect([unreadable(draft), bodyOf(draft)]).toMatchObject([[], { gases: {}, co2e_kg: 0.2, co2e_gwp: 'AR5' }])
  expect(bodyOf({ ...draft, isCo2e: false, gases: empty.gases })).toMatchObject({ co2e_kg: null, co2e_gwp: null })
})
