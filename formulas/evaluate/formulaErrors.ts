/** Why a cell has no result. Errors are values: they travel through a formula and are never counted as zero. */
export const FORMULA_ERRORS = {
  missing: 1,
  'not-a-number': 2,
  'no-factor': 3,
  'division-by-zero': 4,
  circular: 5,
  'not-finite': 6,
  'wrong-type': 7,
  'no-such-date': 8,
  'too-long': 9,
  'wrong-unit': 10,
  'not-for-inventories': 11,
  'several-rows': 12,
  'no-root': 13,
  'outside-scopes': 14,
  'no-parameter': 15,
  'not-approved': 16,
} as const

export type FormulaError = keyof typeof FORMULA_ERRORS
/** 0 is "no error". */
export type FormulaErrorCode = 0 | (typeof FORMULA_ERRORS)[FormulaError]

const MESSAGES: Readonly<Record<FormulaError, string>> = {
  missing: 'No result yet. A cell it needs is empty, or a row it looks for is not there. That is not counted as zero.',
  'not-a-number': 'No result. A cell it needs holds text where a number belongs.',
  'no-factor': 'No result. The choice in this row has no published factor for this year and gas.',
  'division-by-zero': 'No result. It divides by zero in this row.',
  circular: 'No result. The formulas refer to each other in a circle.',
  'not-finite': 'No result. The number is too large to compute with.',
  'wrong-type': 'No result. A cell it needs holds another kind of value than its field.',
  'no-such-date': 'No result. There is no such date.',
  'too-long': 'No result. A text in it is too long for this formula.',
  'wrong-unit': 'No result. The factor in this row is per another kind of unit than its column says.',
  'not-for-inventories':
    'No result. The factor in this row is for estimates of avoided emissions, never for an inventory.',
  'several-rows': 'No result. It looks for one row, and several match.',
  'no-root': 'No result. Of this number there is no such root, power or logarithm.',
  'outside-scopes':
    'No result. The factor in this row counts gases that are reported outside the scopes (CFC, HCFC and others that are not Kyoto gases). Choose the row of the same substance for Kyoto gases only, where there is one.',
  'no-parameter':
    'No result. A parameter in the formula has no value for the factor year of this cycle. Add it, with its source.',
  'not-approved':
    'No result. The factor in this row is not approved: it is a draft, or was retired. Have it approved in the library of factors, or choose another.',
}

/** The error of a code; null for 0 and unknown codes. */
export function formulaError(code: number): FormulaError | null {
  const entry = Object.entries(FORMULA_ERRORS).find(([, value]) => value === code)
  return entry && isFormulaError(entry[0]) ? entry[0] : null
}

/** What to tell the reader of a cell without a result. */
export const formulaErrorMessage = (error: FormulaError): string => MESSAGES[error]

const isFormulaError = (name: string): name is FormulaError => Object.hasOwn(FORMULA_ERRORS, name)
