import { expect, test } from 'vitest'
import { draftOf, parameterBody, unreadable } from './parameterDraft.ts'

test('what cannot be read is named, all of it', () => {
  expect(unreadable({ year: '25', value: 'much', source: '', sourceUrl: '' })).toEqual(['year', 'value'])
  expect(unreadable({ year: '2025', value: '1', source: '', sourceUrl: '' })).toEqual([])
})

test('a published value comes into the form as it is printed', () => {
  const published = {
    factor_id: 'f',
    name: 'Gas oil, lower heating value',
    kind: 'heating_value' as const,
    unit: 'MJ(LHV)/kg',
    year: 2006,
    value: 43,
    source: 'IPCC 2006, table 1.2',
    source_url: 'https://example.org',
  }
  expect(parameterBody(draftOf(published, 2025))).toEqual({
    kind: 'heating_value',
    name: 'Gas oil, lower heating value',
    unit: 'MJ(LHV)/kg',
    values: [{ year: 2006, value: 43, source: 'IPCC 2006, table 1.2', source_url: 'https://example.org' }],
  })
  expect(draftOf(null, 2025)).toMatchObject({ kind: 'density', year: '2025', value: '' })
})
