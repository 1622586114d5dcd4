import type { FormulaFunction } from './FormulaFunction.ts'
import { ofPlainNumber } from './ofPlainNumber.ts'

export const lnFunction: FormulaFunction = ofPlainNumber(
  'ln',
  'ln(number)',
  'The natural logarithm of a plain number above zero.',
)
