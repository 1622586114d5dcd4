import { expect, test } from 'vitest'
import { FORMULA_PROBLEM_CODES } from '#shared/api/formulaProblemCodes.ts'
import { formulaProblemText } from './formulaProblemText.ts'

const FORMULA = 'quantity + wages'
const PLACE = { start: 11, end: 16 }

test('every problem of a formula is said in English as the formulas say it, and in Arabic by its code', () => {
  for (const code of FORMULA_PROBLEM_CODES) {
    const problem = { code, message: `English of ${code}.`, ...PLACE }
    expect(formulaProblemText(problem, FORMULA, 'en')).toBe(`English of ${code}.`)
    const text = formulaProblemText(problem, FORMULA, 'ar')
    expect(text, code).toMatch(/\p{Script=Arabic}{3}/u)
    expect(text, code).not.toContain('English')
  }
})

test('the part that is meant and both units stand in the sentence', () => {
  const unknown = { code: 'unknown-field', message: 'There is no field "wages".', ...PLACE }
  expect(formulaProblemText(unknown, FORMULA, 'ar')).toContain('\u2066wages\u2069')
  const units = { code: 'unit', message: 'kWh is no money.', ...PLACE, units: ['kWh', '1'] as [string, string] }
  expect(formulaProblemText(units, FORMULA, 'ar')).toContain('\u2068kWh\u2069 و\u2068رقم بلا وحدة\u2069')
})

test('a code that this page does not know is said as the server says it', () => {
  expect(formulaProblemText({ code: 'of-tomorrow', message: 'New.', start: 0, end: 1 }, FORMULA, 'ar')).toBe('New.')
})
